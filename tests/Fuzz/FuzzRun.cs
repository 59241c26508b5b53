using System.Diagnostics;
using System.Globalization;
using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Fuzz;

/// <summary>One run: clients send what a <see cref="Grammar"/> makes, and everything is judged.</summary>
sealed class FuzzRun
{
    private const int LinesPerTick = 100, LinesPerLook = 20_000, TickMilliseconds = 100;
    // Bounds of the state, whatever is sent: bytes of a snapshot, and bytes on the heap since the start.
    private const int MostStateBytes = 16 << 20;
    private const long MostGrowth = 16L << 20;
    private const string Witness = "witness";

    private readonly FuzzOptions _options;
    private readonly Random _dice;
    private readonly FuzzNetwork _network = new();
    private readonly Grammar _grammar;
    private readonly FuzzClient[] _clients;
    private readonly Queue<string> _trace = [];
    private FuzzClient _witness;
    private long _heard, _first, _last;
    private int _lines, _connections, _looks, _mostState;

    private FuzzRun(FuzzOptions options)
    {
        _options = options;
        _dice = new Random(options.Seed);
        _grammar = new Grammar(_dice, _network.Root);
        _witness = ConnectWitness();
        _clients = [.. Enumerable.Range(0, options.Clients).Select(Connect)];
    }

    /// <returns>The exit code.</returns>
    public static int Run(FuzzOptions options)
    {
        FuzzRun run = new(options);
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            while (run._lines < options.Lines) run.Step();
            run.Look();
        }
        catch (Exception wrong)
        {
            foreach (string line in run._trace) Console.WriteLine(line);
            string what = wrong is Breach ? wrong.Message : wrong.ToString();
            Console.WriteLine($"not well: seed {options.Seed}, line {run._lines}: {what}");
            return 1;
        }

        Console.WriteLine(run.Figures(watch.Elapsed));
        return 0;
    }

    private void Step()
    {
        FuzzClient sender = _clients[_dice.Next(_clients.Length)];
        byte[] bytes = _grammar.Next(sender.Judge.Nick);
        _lines++;
        Remember(sender, bytes);
        bool mayKill = sender.Says("KILL", bytes);
        // The network between decides which bytes arrive together.
        int cut = _dice.Next(4) == 0 ? _dice.Next(bytes.Length) : bytes.Length;
        sender.Send(bytes.AsSpan(0, cut));
        if (!sender.Closed) sender.Send(bytes.AsSpan(cut));
        if (!sender.Closed && _dice.Next(3000) == 0) sender.Hangup();
        Replace(sender, mayKill);
        if (_lines % LinesPerTick == 0)
        {
            _network.Tick(TickMilliseconds);
            Replace(sender: null, mayKill: false);
        }

        if (_lines % LinesPerLook == 0) Look();
    }

    // A client that lost its connection comes again. Nobody may lose it because of what another sends, unless an
    // operator kills.
    private void Replace(FuzzClient? sender, bool mayKill)
    {
        for (int i = 0; i < _clients.Length; i++)
        {
            FuzzClient client = _clients[i];
            if (!client.Closed) continue;
            bool own = client == sender || (sender is null && client.Judge.Nick.Length == 0);
            if (!own && !mayKill) throw new Breach($"{client.Name} was disconnected");
            Leave(client);
            _clients[i] = Connect(i);
        }

        if (!_witness.Closed) return;
        if (!mayKill) throw new Breach("the witness was disconnected");
        Leave(_witness);
        _witness = ConnectWitness();
    }

    private void Leave(FuzzClient client)
    {
        client.Disconnect();
        _heard += client.Judge.Heard;
    }

    private FuzzClient Connect(int index)
    {
        FuzzClient client = new($"client{index}", _network, _network.Leaves[index % _network.Leaves.Count]);
        _connections++;
        if (_dice.Next(10) == 0) return client; // must find its own way in
        bool wantsAll = _dice.Next(2) == 0;
        client.Send($"CAP REQ :{(wantsAll ? string.Join(' ', CapabilityTable.All.Select(c => c.Name)) : "batch")}");
        client.Send($"NICK n{_dice.Next(1000)}");
        client.Send("USER user 0 * :real name");
        client.Send("CAP END");
        if (_dice.Next(4) == 0) client.Send("OPER root rootpassword");
        return client;
    }

    private FuzzClient ConnectWitness()
    {
        LineJudge.Silent.Clear();
        FuzzClient client = new(Witness, _network, _network.Leaves[^1]);
        client.Send($"NICK {Witness}");
        client.Send("USER user 0 * :real name");
        client.Send("JOIN #c0,#c1");
        LineJudge.Silent.Add(Witness);
        return client;
    }

    // Checks that everyone still gets answers, that replicas are equal, and that nothing outgrew its bounds.
    private void Look()
    {
        _network.Compare();
        if (_network.StateBytes > MostStateBytes) throw new Breach($"the state takes {_network.StateBytes} bytes");
        _mostState = Math.Max(_mostState, _network.StateBytes);
        foreach (FuzzClient client in _clients.Append(_witness)) Answers(client);
        Replace(sender: null, mayKill: true);
        long bytes = GC.GetTotalMemory(forceFullCollection: true);
        _looks++;
        if (_looks == 1) _first = bytes;
        _last = bytes;
        if (bytes > _first + MostGrowth) throw new Breach($"{bytes >> 20} MB on the heap, {_first >> 20} at first");
    }

    // Its last bytes may lack their line end, and may have been anything.
    private void Answers(FuzzClient client)
    {
        string token = $"look{_lines}";
        client.Send("");
        if (client.Closed) return;
        client.Send($"PING {token}");
        if (!client.Closed && client.Judge.LastPong != token) throw new Breach($"{client.Name} gets no PONG");
    }

    private void Remember(FuzzClient sender, byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        _trace.Enqueue($"{sender.Name}> {(text.Length > 600 ? text[..600] + "..." : text.TrimEnd())}");
        if (_trace.Count > _options.Trace) _trace.Dequeue();
    }

    private string Figures(TimeSpan took)
    {
        long heard = _heard + _clients.Sum(c => c.Judge.Heard);
        return string.Create(CultureInfo.InvariantCulture,
            $"well: seed {_options.Seed}: {_lines} lines of {_connections} connections, "
            + $"{heard} lines heard, {_network.Root.Seq} entries, in {took.TotalSeconds:F1} s; "
            + $"state at most {_mostState >> 10} KiB, heap {_first >> 10} KiB at first, {_last >> 10} KiB at last");
    }
}
