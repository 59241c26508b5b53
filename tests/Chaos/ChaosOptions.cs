using System.Text.RegularExpressions;
using IrcNats.Chaos.Network;
using IrcNats.Hosting;

namespace IrcNats.Chaos;

/// <summary>The options of a chaos run.</summary>
sealed partial record ChaosOptions
{
    private static readonly Option<int> s_kills =
        Choose.Number("kills", "how often something is struck", 0, 10_000) with { Default = "10" };
    private static readonly Option<Victim> s_victim = new(
        "victim", "WHAT",
        "root, pause-root, archiver, cassandra, handover, nats, cluster (its leader), partition (one of its servers), "
        + "nats-maintenance (one of its servers after the other), leaf, slow (a leaf), upgrade, "
        + "single (a network that is one process) or mix",
        ReadOneOf<Victim>)
    {
        Default = "root",
    };
    private static readonly Option<Victim> s_with = new(
        "with", "WHAT", "kills another at the same moment: root, nats or cluster; the victim is one of these too",
        ReadOneOf<Victim>);
    private static readonly Option<Stopping> s_stopping = new(
        "stopping", "HOW",
        "how nats-maintenance ends a server: term (SIGTERM), lame-duck, or step-down (another leads the log first)",
        ReadOneOf<Stopping>)
    {
        Default = "term",
    };
    private static readonly Option<int> s_clients =
        Choose.Number("clients", "IRC clients, spread over the leaves", 2, 5000) with { Default = "200" };
    private static readonly Option<int> s_members =
        Choose.Number("members", "clients in one channel", 2, 1000) with { Default = "20" };
    private static readonly Option<int> s_readers = Choose.Number(
        "readers", "more clients, which read the channels' histories all the time; leaves have little in memory then",
        0, 100) with
    {
        Default = "0",
    };
    private static readonly Option<int> s_leaves = Choose.Number("leaves", "leaves", 1, 16) with { Default = "2" };
    private static readonly Option<int> s_rate =
        Choose.Number("rate", "lines said per second, by all clients together", 1, 100_000) with { Default = "500" };
    private static readonly Option<int> s_calm =
        Choose.Number("calm", "most seconds of calm between two strikes; the least is a quarter of it", 1, 600) with
        {
            Default = "4",
        };
    private static readonly Option<int> s_seed =
        Choose.Number("seed", "decides when what is struck", 0, int.MaxValue) with { Default = "1" };
    private static readonly Option<int> s_natsNodes =
        Choose.Number("nats-nodes", "nats-servers: 1, or a cluster of 3", 1, 3) with { Default = "1" };
    private static readonly Option<string> s_data = Choose.Text(
        "data", "DIR", "keeps what processes print and store; else a temporary folder, removed after success");
    private static readonly Option<string> s_bin =
        Choose.Text("bin", "DIR", "where ircnats-root and ircnats-leaf are") with { Required = true };
    private static readonly Option<string> s_cassandra = Choose.Text(
        "cassandra-home", "DIR", "folder of an Apache Cassandra: one node of it has the archive, instead of JetStream");
    private static readonly Option<string> s_otherBin =
        Choose.Text("other-bin", "DIR", "the same of another build: what processes are replaced by (upgrade)");

    public required int Kills { get; init; }
    public required Victim Victim { get; init; }
    /// <summary>The second victim, which is killed at the same moment.</summary>
    public Victim? With { get; init; }
    public required Stopping Stopping { get; init; }
    public required int Clients { get; init; }
    /// <summary>Clients in one channel.</summary>
    public required int Members { get; init; }
    /// <summary>Clients that read histories.</summary>
    public required int Readers { get; init; }
    public required int Leaves { get; init; }
    /// <summary>Lines per second, of all clients together.</summary>
    public required int Rate { get; init; }
    /// <summary>Most seconds between two strikes.</summary>
    public required int Calm { get; init; }
    public required int Seed { get; init; }
    public required int NatsNodes { get; init; }
    /// <summary>Null: a temporary folder.</summary>
    public string? Data { get; init; }
    public required string Bin { get; init; }
    /// <summary>Null: there is one build only.</summary>
    public string? OtherBin { get; init; }

    /// <summary>The folder of an Apache Cassandra that is to have the archive; null: JetStream has it.</summary>
    public string? Cassandra { get; init; }

    /// <summary>The victims of one strike.</summary>
    public IReadOnlyList<Victim> Victims => With is { } with ? [Victim, with] : [Victim];

    /// <summary>The strikes of the run, for its report.</summary>
    public string Strikes => string.Join(" + ", Victims.Select(NameOf))
        + (Victim == Victim.NatsMaintenance ? $" by {NameOf(Stopping)}" : "");

    /// <summary>Roots and leaves.</summary>
    public int Processes => Site.RootCount + Leaves;

    /// <summary>
    /// Processes are replaced by the first build again, so the network must not get the second build's level.
    /// </summary>
    public bool GoesBack => Victim == Victim.Upgrade && Kills > Processes;

    public int Channels => (Clients + Members - 1) / Members;

    /// <summary>In the end every process is of the other build, so the network may get that build's level.</summary>
    public bool GoesOver => Victim == Victim.Upgrade && Kills == Processes;

    public static OptionTable Table { get; } = new(
        "ircnats-chaos",
        """
        Kills the processes of a network under clients who talk, and tells what they noticed: stalls, lines lost,
        doubled or out of order, sockets dropped. Exit code: 0 nothing but stalls, 1 something, 2 a wrong option.
        """,
        [
            s_kills, s_victim, s_with, s_stopping, s_clients, s_members, s_readers, s_leaves, s_rate, s_calm, s_seed,
            s_natsNodes, s_data, s_bin, s_otherBin, s_cassandra,
        ]);

    /// <exception cref="OptionException">Two options do not go together, or a program is not there.</exception>
    public static ChaosOptions From(OptionValues values)
    {
        ChaosOptions options = new()
        {
            Kills = values.Get(s_kills),
            Victim = values.Get(s_victim),
            With = values.Has(s_with) ? values.Get(s_with) : null,
            Stopping = values.Get(s_stopping),
            Clients = values.Get(s_clients),
            Members = values.Get(s_members),
            Readers = values.Get(s_readers),
            Leaves = values.Get(s_victim) == Victim.Single ? 1 : values.Get(s_leaves),
            Rate = values.Get(s_rate),
            Calm = values.Get(s_calm),
            Seed = values.Get(s_seed),
            NatsNodes = values.Get(s_natsNodes),
            Data = values.Find(s_data),
            Bin = Path.GetFullPath(values.Get(s_bin)),
            OtherBin = values.Find(s_otherBin) is { } other ? Path.GetFullPath(other) : null,
            Cassandra = values.Find(s_cassandra) is { } folder ? Path.GetFullPath(folder) : null,
        };
        MustHave("bin", options.Bin, "ircnats-root", "ircnats-leaf");
        if (options.OtherBin is not null) MustHave("other-bin", options.OtherBin, "ircnats-root", "ircnats-leaf");
        if (options.Cassandra is not null) MustHave("cassandra-home", options.Cassandra, "bin/cassandra");
        if (options.Cassandra is null && options.Victim == Victim.Cassandra)
            throw new OptionException("--victim cassandra needs --cassandra-home");
        if (options.Cassandra is not null && options.Victim == Victim.Single)
            throw new OptionException("--victim single is one process: it has no --cassandra-home");
        if (options.Victim == Victim.Upgrade && options.OtherBin is null)
            throw new OptionException("--victim upgrade needs --other-bin");
        if (options.Victim == Victim.Single && (values.Has(s_leaves) || values.Has(s_natsNodes)))
            throw new OptionException("--victim single is one process: it has no --leaves and no --nats-nodes");
        if (options.Victim == Victim.Single && options.Readers > 0)
            throw new OptionException("--victim single has no --readers: its channels end when it is killed");
        if (options.NatsNodes == 2) throw new OptionException("--nats-nodes 2: a cluster has 3");
        foreach (Victim victim in options.Victims)
            if (victim is Victim.Cluster or Victim.Partition or Victim.NatsMaintenance && options.NatsNodes != 3)
                throw new OptionException($"{NameOf(victim)} needs --nats-nodes 3");
        if (options.With is not null && !options.Victims.All(v => v is Victim.Root or Victim.Nats or Victim.Cluster))
            throw new OptionException(
                $"--with: {string.Join(" and ", options.Victims.Select(NameOf))} do not go together");
        if (options.NatsNodes == 3 && options.Leaves > 2)
            throw new OptionException("--nats-nodes 3: nats/accounts.conf knows 2 leaves");
        return options;
    }

    /// <summary>The name as it is written on the command line: "pause-root".</summary>
    public static string NameOf<T>(T choice) where T : struct, Enum =>
        WordStart().Replace($"{choice}", "-$0").ToLowerInvariant();

    private static void MustHave(string option, string folder, params string[] programs)
    {
        foreach (string program in programs)
            if (!File.Exists(Path.Combine(folder, program)))
                throw new OptionException($"--{option} {folder}: no {program} there");
    }

    private static T ReadOneOf<T>(string text) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => NameOf(v!.Value) == text)
        ?? throw new FormatException($"not one of {string.Join(", ", Enum.GetValues<T>().Select(NameOf))}");

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
