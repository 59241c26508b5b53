using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// The public part of the configuration file, logged when it changes so that every process switches at the same
/// sequence. Nothing secret is in it. Time spans are in milliseconds.
/// </summary>
[MessagePackObject]
public sealed record NetworkConfig
{
    /// <summary>network.name: the NETWORK token.</summary>
    [Key(0)] public string NetworkName { get; init; } = "IrcNats";
    /// <summary>server.name: the one server that clients see.</summary>
    [Key(1)] public string ServerName { get; init; } = "irc.example.net";
    [Key(2)] public string ServerDescription { get; init; } = "IrcNats";
    [Key(3)] public Casemapping Casemapping { get; init; } = Casemapping.Ascii;
    /// <summary>Empty: 422 is sent.</summary>
    [Key(4)] public IReadOnlyList<string> Motd { get; init; } = [];
    [Key(5)] public Limits Limits { get; init; } = new();
    /// <summary>server.password is set: the root checks PASS when a session registers.</summary>
    [Key(6)] public bool NeedsPassword { get; init; }
    /// <summary>channels.default-modes.</summary>
    [Key(7)]
    public ChannelModes DefaultChannelModes { get; init; } = ChannelModes.NoExternal | ChannelModes.TopicLocked;
    /// <summary>accounts.default-user-modes.</summary>
    [Key(8)] public UserModes DefaultUserModes { get; init; } = UserModes.Invisible;
    [Key(9)] public SessionConfig Session { get; init; } = new();
    /// <summary>Unix milliseconds: when the network's log was begun (003).</summary>
    [Key(10)] public long Created { get; init; }
    [Key(11)] public LeafLossConfig LeafLoss { get; init; } = new();
    [Key(12)] public FailoverConfig Failover { get; init; } = new();
    [Key(13)] public AdminConfig Admin { get; init; } = new();
    [Key(20)] public TransportConfig Transport { get; init; } = new();
    /// <summary>
    /// server.client-tag-deny: client-only tags that are not relayed, without '+'; "*" for all but "-tag" ones.
    /// </summary>
    [Key(18)] public IReadOnlyList<string> ClientTagDeny { get; init; } = [];
    /// <summary>server.additional-isupport: NAME or NAME=value.</summary>
    [Key(21)] public IReadOnlyList<string> AdditionalIsupport { get; init; } = [];
    /// <summary>network.icon: the URL of a picture; null: none.</summary>
    [Key(22)] public string? Icon { get; init; }
    /// <summary>server.command-aliases.</summary>
    [Key(23)] public IReadOnlyList<CommandAlias> CommandAliases { get; init; } = [];
    /// <summary>server.relaymsg.enabled.</summary>
    [Key(24)] public bool Relaymsg { get; init; } = true;
    [Key(25)] public HistoryConfig History { get; init; } = new();
    [Key(26)] public DatastoreConfig Datastore { get; init; } = new();
    [Key(27)] public AccountsConfig Accounts { get; init; } = new();
    [Key(28)] public ChannelsConfig Channels { get; init; } = new();
    /// <summary>server.suppress-lusers: LUSERS tells the numbers to operators only.</summary>
    [Key(29)] public bool SuppressLusers { get; init; }
}

/// <summary>Another name of a command; both in upper case.</summary>
[MessagePackObject]
public sealed record CommandAlias([property: Key(0)] string Alias, [property: Key(1)] string Command);

/// <summary>What ADMIN tells; all fields are empty if the configuration says nothing.</summary>
[MessagePackObject]
public sealed record AdminConfig
{
    /// <summary>admin.name.</summary>
    [Key(0)] public string Name { get; init; } = "";
    /// <summary>admin.description.</summary>
    [Key(1)] public string Description { get; init; } = "";
    /// <summary>admin.email.</summary>
    [Key(2)] public string Email { get; init; } = "";
    /// <summary>network.appeal: where somebody turns who is banned; null: nowhere.</summary>
    [Key(3)] public string? Appeal { get; init; }

    [IgnoreMember] public bool IsKnown => Name.Length + Description.Length + Email.Length > 0;
}

/// <summary>What a standby does when the active root is silent.</summary>
public enum FailoverPolicy
{
    /// <summary>Takes over.</summary>
    Automatic = 0,
    /// <summary>Raises an alarm, and takes over when an operator says so.</summary>
    Assisted = 1,
    /// <summary>Raises an alarm. Only another policy or the root's own return ends the silence.</summary>
    AlertOnly = 2,
}

/// <summary>When a standby takes over.</summary>
[MessagePackObject]
public sealed record FailoverConfig
{
    /// <summary>failover.policy.</summary>
    [Key(0)] public FailoverPolicy Policy { get; init; }
    /// <summary>failover.after: silence, in milliseconds, after which the active root counts as gone.</summary>
    [Key(1)] public int After { get; init; } = 1500;
}

/// <summary>What happens to the users of a leaf that is not heard. Times are in milliseconds.</summary>
[MessagePackObject]
public sealed record LeafLossConfig
{
    /// <summary>leaves.timeout: silence after which a leaf counts as lost.</summary>
    [Key(0)] public int Timeout { get; init; } = 5000;
    /// <summary>leaves.grace: how long its users stay after that.</summary>
    [Key(1)] public int Grace { get; init; } = 60_000;
    /// <summary>leaves.quits-per-second: the pace at which they are quit then, so that nobody's queue bursts.</summary>
    [Key(2)] public int QuitsPerSecond { get; init; } = 200;
}

/// <summary>What a leaf enforces for each connection. Times are in milliseconds.</summary>
[MessagePackObject]
public sealed record SessionConfig
{
    /// <summary>server.idle-timeouts.registration.</summary>
    [Key(0)] public int RegistrationTimeout { get; init; } = 60_000;
    /// <summary>server.idle-timeouts.ping: silence after which the leaf sends PING.</summary>
    [Key(1)] public int PingAfter { get; init; } = 90_000;
    /// <summary>server.idle-timeouts.disconnect: silence after which the connection is closed.</summary>
    [Key(2)] public int DisconnectAfter { get; init; } = 150_000;
    /// <summary>server.max-sendq: bytes waiting for a slow reader before it is closed.</summary>
    [Key(3)] public int MaxSendq { get; init; } = 96 * 1024;
    [Key(4)] public FakelagConfig Fakelag { get; init; } = new();
    /// <summary>server.ip-limits.count and max-concurrent-connections; 0 = no limit.</summary>
    [Key(5)] public int ConnectionsPerAddress { get; init; } = 16;
    /// <summary>limits.registration-messages.</summary>
    [Key(6)] public int RegistrationMessages { get; init; } = 1024;
    [Key(7)] public IpLimitsConfig IpLimits { get; init; } = new();
    [Key(8)] public ThrottleConfig Throttle { get; init; } = new();
    /// <summary>connection-classes, in the order in which they are looked at.</summary>
    [Key(9)] public IReadOnlyList<ConnectionClass> Classes { get; init; } = [];
}

/// <summary>How often wrong passwords may be tried. Times are in milliseconds.</summary>
[MessagePackObject]
public sealed record ThrottleConfig
{
    /// <summary>accounts.login-throttling.max-attempts, of one address in the window; 0: any number.</summary>
    [Key(0)] public int LoginAttempts { get; init; } = 3;
    /// <summary>accounts.login-throttling.duration.</summary>
    [Key(1)] public int LoginWindow { get; init; } = 60_000;
    /// <summary>server.oper-throttle: how long an address waits after a wrong OPER; 0: not at all.</summary>
    [Key(2)] public int Oper { get; init; } = 10_000;
}

/// <summary>
/// Input budget of a session (Ergo's fakelag): a burst, then so many lines per window. Times in milliseconds.
/// </summary>
[MessagePackObject]
public sealed record FakelagConfig
{
    [Key(0)] public bool Enabled { get; init; } = true;
    [Key(1)] public int Window { get; init; } = 1000;
    [Key(2)] public int BurstLimit { get; init; } = 5;
    [Key(3)] public int MessagesPerWindow { get; init; } = 2;
    [Key(4)] public int Cooldown { get; init; } = 2000;
    /// <summary>command-budgets.</summary>
    [Key(5)] public IReadOnlyList<CommandBudget> Budgets { get; init; } = [];
}

/// <summary>How often a session may give a command before that costs anything, such as a client that starts.</summary>
[MessagePackObject]
public sealed record CommandBudget([property: Key(0)] string Command, [property: Key(1)] int Uses);
