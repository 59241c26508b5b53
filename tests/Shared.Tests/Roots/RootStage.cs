using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Core.Push;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>A root's core with nothing around it: the test is its bus, its log and its clock.</summary>
sealed class RootStage : IRootShell, IRootAlarms
{
    public const string Name = "root-1", Other = "root-2";

    private readonly List<string> _did = [];
    private long _now = 1_800_000_000_000;

    public RootStage(
        FailoverPolicy policy = FailoverPolicy.Automatic, RootSecrets? secrets = null, int snapshots = 1000,
        bool hasArchive = false, long trimLook = 0, NetworkConfig? config = null)
    {
        Config = new LoadedConfig(config ?? TestConfig.Public, secrets ?? TestConfig.Secrets);
        Config = ConfigWith(policy);
        RootSettings settings = new(Name, snapshots, DigestEvery: 3_600_000)
        {
            HasArchive = hasArchive, TrimLook = trimLook,
        };
        Core = new RootCore(settings, Config, null, this, this, Now);
        Core.Start();
    }

    public RootCore Core { get; }

    public LoadedConfig Config { get; }

    public Moment Now => new(_now, _now);

    public LoadedConfig ConfigWith(FailoverPolicy policy) => Config with
    {
        Public = Config.Public with { Failover = new FailoverConfig { Policy = policy } },
    };

    /// <summary>What it had done, apart from beats and entries, since this was read last.</summary>
    public string Did
    {
        get
        {
            string did = string.Join("; ", _did);
            _did.Clear();
            return did;
        }
    }

    public List<Entry> Appended { get; } = [];

    public List<Beat> Beats { get; } = [];

    public List<OrderReply> Orders { get; } = [];

    public List<(int Number, OutgoingMail Mail)> Mails { get; } = [];

    public List<(int Number, OutgoingPush Push)> Pushes { get; } = [];

    public Entry Election { get; private set; } = null!;

    /// <summary>The probe that was sent last.</summary>
    public int Probe { get; private set; }

    /// <summary>What every throw of the dice says.</summary>
    public int Dice { get; set; }

    /// <summary>How every probe is answered while time passes; null: not.</summary>
    public bool? IsAnyoneActive { get; set; }

    /// <summary>Time passes, and the core is woken when it asked for it.</summary>
    public void Pass(long time)
    {
        for (long end = _now + time; ; Core.Wake(Now, isBusOpen: true))
        {
            if (IsAnyoneActive is { } active) Answer(active);
            _now = Math.Min(end, Math.Max(_now, Core.WakeAt));
            if (Core.WakeAt > _now) break;
        }

        Core.Rest(Now);
    }

    /// <summary>The bus says whether anyone takes requests.</summary>
    public void Answer(bool isAnyoneActive) => Core.Probed(Probe, isAnyoneActive, Now);

    /// <summary>Another root writes, and this one follows it.</summary>
    public void StandByBehindOther()
    {
        Core.Entry(1, Writer.Election(new Network(), Other, Config.Public, _now), Now);
        Core.FollowingBegan(Now);
        Answer(isAnyoneActive: true);
        _did.Clear();
    }

    /// <summary>It is the first root of a new network.</summary>
    public void BecomeRoot()
    {
        Core.FollowingBegan(Now);
        Answer(isAnyoneActive: false);
        Core.ElectionEnded(true, Now);
        Core.Entry(1, Election, Now);
        Core.FollowingStopped(Now);
        Core.AppendingBegan(Now);
        _did.Clear();
    }

    /// <summary>A leaf process tells of itself; that it is there is an event.</summary>
    public void LeafUp(string leaf)
    {
        Request up = new(Payload.FormatVersion, leaf, 1, 1, 1, new LeafUp());
        Core.Requested(up, leaf, Core.Writer!.Epoch, Now);
        Core.Rest(Now);
    }

    /// <summary>The same, later than an entry before it: it has an entry of its own.</summary>
    public void LeafUpLater(string leaf)
    {
        _now += Writing.GatherFor;
        LeafUp(leaf);
    }

    /// <summary>The log has everything.</summary>
    public void Store() => Core.Acknowledged(Core.Network.Seq, Now.Steady, Now);

    public void Order(OrderKind kind, string argument) =>
        Core.Ordered(new Order(Payload.FormatVersion, kind, argument), order: 1, Now);

    long IRootShell.Steady => _now;

    void IRootShell.Follow(Grounds from) => _did.Add($"follow from {from.Seq}");
    void IRootShell.StopFollowing() => _did.Add("stop following");
    void IRootShell.Rebuild(ulong? at) => _did.Add($"rebuild at {at}");
    void IRootShell.DoubtLog() => _did.Add("doubt");
    void IRootShell.BeginAppending(ulong behind) => _did.Add($"begin behind {behind}");
    void IRootShell.TakeRequests(ulong epoch) => _did.Add("take requests");
    void IRootShell.StopWriting() => _did.Add("stop writing");
    void IRootShell.WhenStored(ulong seq) => _did.Add($"tell of {seq}");
    void IRootShell.Confirm() => _did.Add("confirm");
    void IRootShell.OpenDoor(bool isOpen) => _did.Add(isOpen ? "open door" : "close door");
    void IRootShell.ReadEntry(int reading, ulong seq) => _did.Add($"read {seq}");
    void IRootShell.AskLevels() => _did.Add("ask levels");
    void IRootShell.AskNewestSnapshot() => _did.Add("ask for snapshot");
    void IRootShell.AskLogFor(Grounds snapshot) => _did.Add($"ask for {snapshot.Seq}");
    void IRootShell.SaveSnapshot(ulong seq, byte[] bytes, long asOf) => _did.Add($"save {seq}");
    void IRootShell.TrimLog(LogTrim trim) => _did.Add($"trim {trim.MostBytes} before {trim.Archived}");
    void IRootShell.Archive(ulong epoch) => _did.Add("archive");
    void IRootShell.StopArchiving() => _did.Add("archive no more");
    void IRootShell.Ready(string role, ulong epoch, ulong seq) => _did.Add($"ready {role}");
    void IRootShell.End(string why, int exitCode) => _did.Add($"end {exitCode}: {why}");
    void IRootShell.Reread(UserId by) => _did.Add($"read the file again for {by.Value}");
    void IRootShell.Tell(string root, Order order) => _did.Add($"tell {root}: {order.Kind} {order.Argument}");
    void IRootShell.SendMail(int number, OutgoingMail mail, MailSettings how) => Mails.Add((number, mail));
    void IRootShell.SendPush(int number, OutgoingPush push) => Pushes.Add((number, push));
    void IRootShell.Stopped() => _did.Add("stopped");
    void IRootShell.Append(ulong seq, Entry entry) => Appended.Add(entry);
    void IRootShell.Beat(Beat beat) => Beats.Add(beat);
    void IRootShell.AnswerOrder(int order, OrderReply reply) => Orders.Add(reply);
    void IRootShell.Reply(string to, Reply reply) { }
    void IRootShell.Answer(string to, ProofAnswer answer) { }
    int IRootShell.Dice(int sides) => Dice;

    void IRootShell.Probe(int probe)
    {
        Probe = probe;
        _did.Add("probe");
    }

    void IRootShell.Elect(ulong behind, Entry election)
    {
        Election = election;
        _did.Add($"elect behind {behind}");
    }

    void IRootAlarms.WaitsForOperator(string root, FailoverPolicy policy) => _did.Add($"alarm: {root} is silent");
    void IRootAlarms.Diverged(string own, string root) => _did.Add("diverged");
    void IRootAlarms.Faulted(Request request, Exception fault) => throw fault;
    void IRootAlarms.GivenUp(Request request) { }
    void IRootAlarms.Outdated(Request request, int level) { }
    void IRootAlarms.Incomparable() { }
    void IRootAlarms.Mended(IReadOnlyList<string> differences) { }
    void IRootAlarms.LevelsUnheard() { }
    void IRootAlarms.Raised(int level) { }
    void IRootAlarms.LogIsLong(LogLength length, long mostBytes) => _did.Add($"alarm: {length.Bytes} bytes");
    void IRootAlarms.NotArchived(long still) => _did.Add($"alarm: not archived for {still / 1000} s");
    void IRootAlarms.MailFails(int count, string why) => _did.Add($"alarm: {count} mails were not sent: {why}");
    void IRootAlarms.ClockIsOff(long ahead) { }
}
