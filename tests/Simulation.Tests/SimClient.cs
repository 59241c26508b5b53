using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A client that acts without sense, by the dice: it connects, talks, moves about, asks, leaves and comes back. Its
/// messages are numbered, so that each is different from all others. If it has an account, it is one of several clients
/// that want to be one user.
/// </summary>
sealed class SimClient
{
    private static readonly string[] s_channels = ["#a", "#b", "#c"];

    // Modes that decide who hears of whom, or that run out by themselves. Modes that keep clients from talking are
    // taken away more often than they are set.
    private static readonly string[] s_modes =
        ["+m", "-m", "-m", "+D", "-D", "+u", "-u", "+U", "-U", "-mU", "+b t:2s:c1", "+b t:1s:m:n?", "+j 3:1", "-j",
        "+F lines=2:1:mute:1s,joins=2:1:invited:1s", "+F lines=3:1:kick,repeat=1:1:ban:1s", "+F strict", "-F", "-F"];

    // What operators do. Bans are short: whoever is hit comes back when they are over.
    private static readonly string[] s_orders =
    [
        "UBAN ADD c2 FORCE DURATION 2s :sim", "UBAN ADD *!c3@* FORCE DURATION 1s :sim", "KLINE FORCE 2s n?!*@* :sim",
        "UNKLINE c2", "UBAN DEL *!c3@*", "RESV 3s n1 :sim", "RESV 2s #c :sim", "UNRESV #c", "UBAN LIST",
        "UBAN INFO c?!*@*", "DLINE 198.51.100.0/24 :sim", "UNDLINE 198.51.100.0/24", "DEOPER",
        "SAJOIN c1 #a,#b", "SAPART c1 #a :sim", "SANICK c4 n5", "SAMODE #b +D-u", "SAMODE #a -m", "AUDIT 3",
        "UBAN ADD *!c4@* REQUIRE-SASL DURATION 1s :sim", "UBAN ADD c1 EXEMPT DURATION 3s", "LOCKDOWN 1s #b :sim",
        "UNLOCK #b", "CLEAR #b 1s :sim", "DEFCON 4", "DEFCON 5", "MODE c1 +s", "MODE c2 +s kx",
        "FILTER ADD *1?1* m report :sim", "FILTER ADD *22* mt refuse :sim", "FILTER DEL *22*", "FILTER LIST",
    ];

    private readonly SimCluster _cluster;
    private readonly string _name;
    private readonly string? _account;
    private SimLink? _link;
    private string? _token;
    private Visit? _visit;
    private string _nick;
    private int _tries, _said, _labels;
    private long _since;

    /// <param name="account">The account that it logs in to, whose name it wants as its nick; null: none.</param>
    public SimClient(SimCluster cluster, string name, string? account = null)
    {
        (_cluster, _name, _account, _nick) = (cluster, name, account, name);
    }

    /// <summary>It has been welcomed, and its connection holds.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Its present connection; null when there is none.</summary>
    public Visit? Visit => _visit;

    /// <summary>The text of the last PONG it got.</summary>
    public string? LastPong { get; private set; }

    private Random Dice => _cluster.Time.Dice;

    /// <summary>Does something or other.</summary>
    public void Act()
    {
        if (_link is null) Connect(AnyLeaf());
        else if (IsOnline)
        {
            for (int commands = Dice.Next(3) == 0 ? 1 + Dice.Next(5) : 1; commands > 0 && IsOnline; commands--) Chat();
        }
        else if (_cluster.Time.Now - _since > 5000) HangUp("impatient");
    }

    public void Connect(SimLeaf? leaf)
    {
        if (leaf is null) return;
        Capabilities has = Choose();
        _since = _cluster.Time.Now;
        _link = leaf.Open(Gets, Closed);
        _visit = new Visit(_link.Id, has, leaf);
        _cluster.Judge.Watch(_visit);
        if (_link.Session is null) throw new Violation($"{_name} was not let in");
        if (has != Capabilities.None)
        {
            _link.Send("CAP LS 301");
            var names = from capability in CapabilityTable.All where _visit.Has(capability.Bit) select capability.Name;
            // Together they do not fit into a line.
            foreach (string name in names) _link.Send("CAP REQ :" + name);
            if (_account is null) _link.Send("CAP END");
        }

        if (_token is not null && _visit.Has(Capabilities.Resume)) _link.Send("RESUME " + _token);
        _token = null;
        if (_account is not null) LogIn(_account);
        _link.Send("NICK " + _nick);
        _link.Send($"USER {_name} 0 * :{_name}");
        if (_account is not null) _link.Send("CAP END");
    }

    // Two devices, which several clients claim to be. Who can ask for history is played nothing by the network.
    private string Device => _visit!.Has(Capabilities.ChatHistory) ? $"@device{_name[^1] % 2}" : "";

    // The first of the account's clients registers it; the others are told that it exists.
    private void LogIn(string account)
    {
        _nick = account;
        string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{account}{Device}\0sesame"));
        string[] lines =
        [
            "CAP REQ :sasl draft/account-registration", $"NICK {account}", $"REGISTER {account} * sesame",
            "AUTHENTICATE PLAIN", $"AUTHENTICATE {plain}",
        ];
        foreach (string line in lines) _link!.Send(line);
    }

    /// <summary>Sends a command, labelled if it can be.</summary>
    public void Send(string command)
    {
        if (_link is null) return;
        if (!_visit!.Has(Capabilities.LabeledResponse))
        {
            _link.Send(command);
            return;
        }

        string label = $"{++_labels}";
        _visit.Sends(label, command, _cluster.Time.Now);
        _link.Send($"@label={label} {command}");
    }

    /// <summary>Says something nobody has said before.</summary>
    public void Say(string target) => Send($"PRIVMSG {target} :{_name} {++_said}");

    private Capabilities Choose()
    {
        Capabilities all = CapabilityTable.All.Where(c => !c.Informational)
            .Aggregate(Capabilities.None, (bits, c) => bits | c.Bit);
        return Dice.Next(6) switch
        {
            0 => Capabilities.None,
            1 => Capabilities.MessageTags | Capabilities.Batch | Capabilities.LabeledResponse,
            2 => Capabilities.MessageTags | Capabilities.EchoMessage | Capabilities.ExtendedJoin,
            _ => all & ~Capabilities.CapNotify,
        };
    }

    private void Chat()
    {
        string channel = s_channels[Dice.Next(s_channels.Length)];
        if (_account is not null && Dice.Next(8) == 0)
        {
            ChatAsSeveral();
            return;
        }

        if (_cluster.Happens(_cluster.Faults.Poison)) Send("POISON sim");
        switch (Dice.Next(45))
        {
            case < 8: Send($"JOIN {(Dice.Next(4) == 0 ? string.Join(',', s_channels) : channel)}"); break;
            case < 11: Send($"PART {channel}"); break;
            case < 23: Say(channel); break;
            case < 26: Say(AnyNick()); break;
            case < 28: Send($"NICK {(Dice.Next(2) == 0 ? _name : $"n{Dice.Next(6)}")}"); break;
            case < 30: Send($"KICK {channel} {AnyNick()} :out"); break;
            case < 31: Send($"MODE {channel} {(Dice.Next(2) == 0 ? "+o" : "+v")} {AnyNick()}"); break;
            case < 32: Send($"MODE {channel} {s_modes[Dice.Next(s_modes.Length)]}"); break;
            case < 33: Send($"TOPIC {channel} :{_name} {++_said}"); break;
            case < 34: Send(Dice.Next(2) == 0 ? "AWAY :away" : "AWAY"); break;
            case < 35: Send($"WHO {channel}"); break;
            case < 36: Send($"NAMES {channel}"); break;
            case < 38: Send($"PING {++_said}"); break;
            case < 39: Send("QUIT"); break;
            case < 41: Send($"OPER root {(Dice.Next(4) == 0 ? "wrong" : _cluster.File.Password)}"); break;
            case < 42: Send($"MODE {_nick} -o"); break;
            case < 44: Send(s_orders[Dice.Next(s_orders.Length)]); break;
            default: HangUp("gone"); break;
        }
    }

    // What concerns the other clients of its user.
    private void ChatAsSeveral()
    {
        switch (Dice.Next(6))
        {
            case 0: Say(_account!); break;
            case 1: Send($"NICK {_account}"); break;
            case 2: Send($"KILL {_account} :sim"); break;
            case 3: Send("QUIT"); break;
            default: HangUp("gone"); break;
        }
    }

    private SimLeaf? AnyLeaf()
    {
        SimLeaf[] ready = [.. _cluster.Leaves.Where(l => l.IsReady)];
        return ready.Length == 0 ? null : ready[Dice.Next(ready.Length)];
    }

    private string AnyNick() => Dice.Next(2) == 0 ? $"c{1 + Dice.Next(6)}" : $"n{Dice.Next(6)}";

    private void Gets(string line)
    {
        _visit!.Gets(line);
        string[] words = line.Split(' ').SkipWhile(w => w.StartsWith('@')).ToArray();
        if (words is not [_, var command, ..]) return;
        if (command == "001") IsOnline = true;
        else if (command == "RESUME" && words[2] == "TOKEN") _token = words[3];
        else if (command == "PONG") LastPong = words[^1].TrimStart(':');
        else if (command == "433" && !IsOnline) _link!.Send("NICK " + (_nick = $"{_name}-{++_tries}"));
    }

    private void HangUp(string reason)
    {
        SimLink? link = _link;
        Closed();
        link?.HangUp(InputEnd.Broken(reason));
    }

    private void Closed() => (_link, _visit, IsOnline) = (null, null, false);
}
