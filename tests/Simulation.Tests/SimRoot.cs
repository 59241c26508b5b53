using IrcNats.Hosting;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A root's process: the real core behind a mailbox, and its shell on the simulated bus.
/// </summary>
sealed class SimRoot : SimNode, ILogSink
{
    private const long Never = 86_400_000;

    private readonly Queue<Action<RootCore, Moment>> _mail = [];
    private readonly SteadyClock _clock;
    private readonly SimRootShell _shell;
    private readonly RootCore _core;
    private SimFile _file;
    private long _alarm = long.MaxValue;
    private bool _isFeeding, _isWorkDue;

    public SimRoot(SimCluster cluster, string name) : base(cluster, name)
    {
        _file = cluster.File;
        _clock = new SteadyClock(Clock);
        _shell = new SimRootShell(cluster, this);
        // A digest would tell of a root that forgets, before anybody is harmed.
        RootSettings settings = new(name, SnapshotEvery: 50, Broken(BrokenRule.NoMemory) ? Never : 2000)
        {
            SnapshotLook = 1000, ArchiveLook = 1000, HasArchive = cluster.Archive is not null, TrimLook = 0,
        };
        NetworkSnapshot? saved = cluster.LoadSnapshot();
        _core = new RootCore(settings, Config, saved is null ? null : Remembered(saved), _shell, _shell, Now);
        Post(() => Input((core, _) => core.Start()));
    }

    /// <summary>Milliseconds between two beats.</summary>
    public const int BeatEvery = (int)Writing.BeatEvery;

    public override IReadOnlyList<SimConnection> Connections => _shell.Connections;

    public Network Network => _core.Network;

    /// <summary>What it writes with while it is active.</summary>
    public Writer? Writer => _core.Writer;

    /// <summary>It has subscribed to requests, whatever the log thinks of it.</summary>
    public bool TakesRequests => _shell.TakesRequests;

    /// <summary>Who asks for a root finds it.</summary>
    public bool IsHeard => !IsDead && _shell.IsHeard;

    /// <summary>It has been told to archive what is said.</summary>
    public bool IsArchiving => !IsDead && _shell.IsArchiving;

    /// <summary>It answers what is asked outside the order.</summary>
    public bool IsAsked => !IsDead && _shell.IsDoorOpen;

    /// <summary>Everything it decided is known to be stored.</summary>
    public bool IsCommitted => _shell.Committed == Network.Seq;

    public Moment Now => Broken(BrokenRule.TrustsTheClock) ? new(Wall, Wall) : new(_clock.Now, _clock.Wall);

    public void Cast(ulong seq, byte[] bytes) => _shell.Cast(seq, bytes);

    /// <summary>A leaf's request; the bus brings it to whoever listens.</summary>
    public void Request(byte[] bytes, string replyTo) => _shell.Request(bytes, replyTo);

    public void Beat(Beat beat) => _shell.Heard(beat);

    /// <summary>The bus chose it to answer a question.</summary>
    public void Ask(byte[] question, Action<byte[]> answer) => _shell.Ask(question, answer);

    /// <summary>An operator has it hand over to another, or to nobody in particular.</summary>
    public void HandOver(string to) => Order(OrderKind.Handover, to);

    /// <summary>An operator has it take over, if its root is gone.</summary>
    public void TakeOver() => Order(OrderKind.Takeover, Name);

    /// <summary>An order for it comes over the bus.</summary>
    public void Order(Order order, Action<OrderReply> answer) => _shell.Order(order, answer);

    /// <summary>An order is given in its own process.</summary>
    public Task<OrderReply> OrderedAsync(Order order)
    {
        TaskCompletionSource<OrderReply> answer = new();
        _shell.Ordered(order, reply => answer.TrySetResult(reply));
        return answer.Task;
    }

    /// <summary>It is told to end (SIGTERM), and its supervisor starts it again.</summary>
    public void Stop() => Input((core, now) => core.Stop(now));

    /// <summary>It is told to read its file again (SIGHUP), and does so in its own time.</summary>
    public void Rehash() => After(Time.Dice.Next(500), () =>
    {
        SimFile read = Cluster.File;
        Input((core, now) =>
        {
            _file = read;
            core.Reconfigured(Config, now);
        });
    });

    /// <summary>Something reaches the core, behind what waits already. Only requests wait for more to come.</summary>
    public void Input(Action<RootCore, Moment> step, bool isRequest = false)
    {
        _mail.Enqueue(step);
        if (!isRequest) Work();
        else if (!_isWorkDue)
        {
            _isWorkDue = true;
            After(Time.Dice.Next(3), Work);
        }
    }

    /// <summary>A request that was not kept for later.</summary>
    public void Requested(Request request, string replyTo, ulong epoch) =>
        Input((core, now) => Take(core, request, replyTo, epoch, now), isRequest: true);

    ValueTask ILogSink.EntryAsync(ulong seq, Entry entry)
    {
        Input((core, now) =>
        {
            core.Entry(seq, Remembered(entry), now);
            Cluster.Compare(this, Network);
        });
        return ValueTask.CompletedTask;
    }

    ValueTask ILogSink.SkippedAsync(ulong seq, string why)
    {
        Input((core, now) => core.Skipped(seq, now));
        return ValueTask.CompletedTask;
    }

    ValueTask ILogSink.ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        Input((core, now) =>
        {
            Cluster.Reloaded(this);
            core.Reloaded(Remembered(saved), why, now);
        });
        return ValueTask.CompletedTask;
    }

    private LoadedConfig Config => _file.Config;

    private bool Broken(BrokenRule rule) => Cluster.Broken == rule;

    private void Order(OrderKind kind, string argument) =>
        Input((core, now) => core.Ordered(new Order(Payload.FormatVersion, kind, argument), order: 0, now));

    // A handler may be the end of the process; then nothing more happens in it.
    private void Work()
    {
        if (_isFeeding) return;
        (_isFeeding, _isWorkDue) = (true, false);
        try
        {
            _core.Acknowledged(_shell.Committed, _shell.OwnedAt, Now);
            while (!IsDead && _mail.TryDequeue(out Action<RootCore, Moment>? step)) step(_core, Now);
            if (!IsDead) _core.Rest(Now);
        }
        catch (Commands.ForTests.PoisonedException)
        {
            Cluster.Crash(this);
        }
        finally
        {
            _isFeeding = false;
        }

        if (!IsDead) SetAlarm(_core.WakeAt);
        // What was posted while it rested.
        if (!IsDead && _mail.Count > 0) After(0, Work);
    }

    private void SetAlarm(long at)
    {
        if (at >= _alarm) return;
        _alarm = at;
        After(Math.Max(0, at - Now.Steady), () =>
        {
            if (_alarm != at) return;
            _alarm = long.MaxValue;
            Input((core, now) => core.Wake(now, _shell.IsBusOpen));
        });
    }

    // Nobody may become an operator by a password that this root knows to be changed.
    private void Take(RootCore core, Request request, string replyTo, ulong epoch, Moment now)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        bool was = IsOper(session);
        core.Requested(Forgetful(Resealed(request, session)), replyTo, epoch, now);
        if (was || !IsOper(session) || request.Tickets is not [{ Name: "root" } ticket]) return;
        string password = Cluster.PasswordOf(ticket);
        if (password != _file.Password)
            throw new Violation($"{session} became an operator by '{password}', which was changed to {_file.Password}");
    }

    private bool IsOper(SessionId session) => Network.FindUser(session)?.IsOper == true;

    // A root that looks at no generation: whatever was proved, it takes it for a proof of the verifier of now.
    private Request Resealed(Request request, SessionId session)
    {
        if (!Broken(BrokenRule.NoGenerationCheck) || request.Tickets is not { } tickets) return request;
        RootSecrets secrets = Config.Secrets;
        return request with
        {
            Tickets =
            [
                .. from ticket in tickets
                   let generation = secrets.Find(ticket.Purpose, ticket.Name)?.Generation ?? 0
                   select secrets.Key.Sealed(ticket with { Generation = generation }, session),
            ],
        };
    }

    // A root that takes every client for the last one: the end of one connection is the end of all.
    private Request Forgetful(Request request) =>
        Broken(BrokenRule.EveryClientIsTheLast) && request.Ask is SessionClosed closed
            ? request with { Ask = new ClientLine(closed.Session, null, "NICKSERV CLIENTS LOGOUT all") }
            : request;

    // A root that forgets reads in no entry, and in no snapshot, of which requests it came.
    private Entry Remembered(Entry entry) => Broken(BrokenRule.NoMemory)
        ? entry with { Outcomes = [.. entry.Outcomes.Select(o => o with { Origin = null })] }
        : entry;

    private NetworkSnapshot Remembered(NetworkSnapshot saved) => Broken(BrokenRule.NoMemory)
        ? saved with { Leaves = [.. saved.Leaves.Select(l => l with { Effects = [] })] }
        : saved;
}
