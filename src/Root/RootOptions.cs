using IrcNats.Adapters;
using IrcNats.Archives;
using IrcNats.Hosting;
using IrcNats.Leaf;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root;

/// <summary>The options of a root, from its command line or environment.</summary>
public sealed record RootOptions
{
    private const string OwnConfigName = "ircnats.yaml";

    private static readonly Option<string> s_name =
        Choose.Name("name", "name of this root, unlike any other that runs") with { Default = "root-1" };
    private static readonly Option<string> s_config =
        Choose.ExistingFile("config", "configuration of the network; required without --single");
    private static readonly Option<int> s_replicas =
        Choose.Number("replicas", "nats-servers that keep the log when it is created", 1, 5) with { Default = "1" };
    private static readonly Option<int> s_snapshotEvery =
        Choose.Number("snapshot-every", "entries of the log from one snapshot to the next", 10, 10_000_000) with
        {
            Default = "10000",
        };
    private static readonly Option<int> s_digestEvery =
        Choose.Number("digest-every", "seconds between digests of the network in the log", 1, 86_400) with
        {
            Default = "60",
        };
    private static readonly Option<bool> s_keepLevel = Choose.Switch(
        "keep-level", "do not raise the network's level, so that you can go back to the build before");
    private static readonly Option<bool> s_single = Choose.Switch(
        "single", "the whole network is this process, without NATS: root, leaf, and the log in the folder --data");
    private static readonly Option<string> s_data = Choose.Text(
        "data", "DIR", "with --single: where the network is kept; DIR/ircnats.yaml is the default of --config");
    private static readonly Option<bool> s_withLeaf =
        Choose.Switch("with-leaf", "let clients in as well, in this process");

    public required string Name { get; init; }
    /// <summary>Path of the configuration file; null: there is none, and everything has its default.</summary>
    public required string? Config { get; init; }
    /// <summary>What SIGHUP reads, though it may not have been there at the start.</summary>
    public string ConfigToReread => Config ?? Path.Combine(Data!, OwnConfigName);
    /// <summary>The folder of a network that is one process; null: its processes meet at NATS.</summary>
    public string? Data { get; init; }
    public required BusOptions Bus { get; init; }
    /// <summary>How this root gets into Cassandra, if histories are there.</summary>
    public CassandraLogin Cassandra { get; init; } = new();
    public int Replicas { get; init; } = 1;
    /// <summary>Entries from one snapshot to the next.</summary>
    public int SnapshotEvery { get; init; } = 10_000;
    /// <summary>A digest costs some 50 ms with 10,000 users, and is only made if something happened.</summary>
    public TimeSpan DigestEvery { get; init; } = TimeSpan.FromMinutes(1);
    /// <summary>While this root is active, it decides nothing that the build before this one does not know.</summary>
    public bool KeepLevel { get; init; }
    public LogLevel MinLogLevel { get; init; } = LogLevel.Information;
    /// <summary>It decides something of everything once before it is active, so that a failover does not wait for the
    /// compiler.</summary>
    public bool Rehearses { get; init; } = true;
    /// <summary>The leaf in this process; null: none.</summary>
    public LeafOptions? Leaf { get; init; }

    public static OptionTable Table { get; } = new(
        "ircnats-root",
        """
        Decides what happens on a network of roots and leaves joined by NATS; one root is active, others stand by.
        Or is a whole network by itself (--single). Instead of options, it may be asked to: status, handover,
        takeover NODE, drain LEAF, audit (a running network); decode, trace (its traffic); export FILE, import FILE
        (a whole network); history (what was said); genpasswd, checkconfig FILE, configdoc (its configuration). Each
        has a --help.
        """,
        [
            s_config, s_name, s_replicas, s_snapshotEvery, s_digestEvery, s_keepLevel, MetricsDoor.Address,
            .. ArchiveOptions.All, .. CommonOptions.All, s_single, s_data, s_withLeaf, .. LeafOptions.ForClients,
        ]);

    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static RootOptions From(OptionValues values)
    {
        bool isSingle = values.IsOn(s_single), withLeaf = values.IsOn(s_withLeaf) || isSingle;
        if (!withLeaf && LeafOptions.ForClients.FirstOrDefault(values.Has) is { } lonely)
            throw new OptionException($"--{lonely.Name} needs --with-leaf or --single");
        if (isSingle != values.Has(s_data))
            throw new OptionException(isSingle ? "--single needs --data DIR" : "--data needs --single");
        if (isSingle && CommonOptions.OfNats.Append(s_replicas).FirstOrDefault(values.Has) is { } ofNats)
            throw new OptionException($"--{ofNats.Name} is about NATS, which --single does without");
        if (!isSingle && !values.Has(s_config))
            throw new OptionException($"option --{s_config.Name} FILE is required: configuration of the network");
        string name = values.Get(s_name);
        return new RootOptions
        {
            Name = name,
            Config = values.Find(s_config) ?? OwnConfig(values.Find(s_data)),
            Data = values.Find(s_data),
            Bus = CommonOptions.Bus(values),
            Cassandra = ArchiveOptions.Login(values),
            Replicas = values.Get(s_replicas),
            SnapshotEvery = values.Get(s_snapshotEvery),
            DigestEvery = TimeSpan.FromSeconds(values.Get(s_digestEvery)),
            KeepLevel = values.IsOn(s_keepLevel),
            MinLogLevel = values.Get(CommonOptions.MinLogLevel),
            Rehearses = !values.IsOn(CommonOptions.NoRehearsal),
            Leaf = withLeaf ? LeafOptions.From(values, $"{name}-leaf") : null,
        };
    }

    private static string? OwnConfig(string? folder)
    {
        string own = Path.Combine(folder ?? "", OwnConfigName);
        return folder is not null && File.Exists(own) ? own : null;
    }
}
