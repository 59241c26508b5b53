using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>Every key there is, with Ergo's names where the concept is. Values are applied in this order.</summary>
static class ConfigKeys
{
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Public("network.name", Kinds.Word(32), c => c.NetworkName, (c, v) => c with { NetworkName = v },
            "the network's name, as clients show it") with { Required = true },

        Public("network.icon", Kinds.Url.OrNone(), c => c.Icon, (c, v) => c with { Icon = v },
            "a picture of the network, as clients show it; {size} in it stands for its size in pixels"),
        Public("network.appeal", Kinds.Text(BanRules.AppealLen).OrNone(), c => c.Admin.Appeal,
            (c, v) => c with { Admin = c.Admin with { Appeal = v } },
            "where somebody turns who is banned, such as appeals@irc.example.net; told with every refusal"),
        Secret("network.secret-file", Kinds.SecretFile, (d, _, v) => d.Secret = v,
            "a secret that only the roots have, the same on each; without it one is made from the other secrets of "
            + "this file"),
        Public("server.name", Kinds.ServerName, c => c.ServerName, (c, v) => c with { ServerName = v },
            "the one server that clients see, however many processes it is") with { Required = true },
        Public("server.description", Kinds.Text(150), c => c.ServerDescription,
            (c, v) => c with { ServerDescription = v }, "what WHOIS and LINKS say of the server"),
        Public("server.casemapping", Kinds.OneOf<Casemapping>(), c => c.Casemapping,
            (c, v) => c with { Casemapping = v },
            "which letters of nicks and channels are the same; only before the network's first start"),
        Secret("server.password", Kinds.Password, (d, _, v) => d.ServerPassword = v,
            "the password that every client must give (PASS)"),
        Public("server.motd", Kinds.Motd, c => c.Motd, (c, v) => c with { Motd = v },
            "the message of the day; a file is looked for beside the configuration"),
        Public("server.client-tag-deny", Kinds.TagNames, c => c.ClientTagDeny, (c, v) => c with { ClientTagDeny = v },
            "client-only message tags that are not relayed (CLIENTTAGDENY); \"\" for none"),
        Secret("server.additional-isupport.<name>", Kinds.TokenValue,
            (d, name, v) => d.Isupport.Add(v.Length == 0 ? name : $"{name}={v}"),
            "another token of RPL_ISUPPORT and its value, such as soju.im/FILEHOST; \"\" for none"),
        Secret("server.command-aliases.<name>", Kinds.Word(32),
            (d, name, v) => d.Aliases.Add(new CommandAlias(name.ToUpperInvariant(), v.ToUpperInvariant())),
            "the command that clients may call by this name, too"),
        Public("server.relaymsg.enabled", Kinds.Switch, c => c.Relaymsg, (c, v) => c with { Relaymsg = v },
            "whether channel operators' bridges may speak in the names of others (RELAYMSG)"),
        Session("server.idle-timeouts.registration", Kinds.Span("1s", "1h"), s => s.RegistrationTimeout,
            (s, v) => s with { RegistrationTimeout = v }, "time in which a connection must register"),
        Session("server.idle-timeouts.ping", Kinds.Span("1s", "1d"), s => s.PingAfter,
            (s, v) => s with { PingAfter = v }, "silence after which a client is asked for a sign of life"),
        Session("server.idle-timeouts.disconnect", Kinds.Span("2s", "2d"), s => s.DisconnectAfter,
            (s, v) => s with { DisconnectAfter = v }, "silence after which a connection is closed; longer than ping"),
        Session("server.max-sendq", Kinds.Bytes(4096, 64 << 20), s => s.MaxSendq, (s, v) => s with { MaxSendq = v },
            "bytes that may wait for a slow reader before it is disconnected"),
        Session("server.ip-limits.max-concurrent-connections", Kinds.Number(1, 1_000_000), s => s.ConnectionsPerAddress,
            (s, v) => s with { ConnectionsPerAddress = v }, "connections from one address, over all leaves"),
        // After the number, which this switch takes away: the public configuration has one value for both, 0 for no
        // limit.
        Session("server.ip-limits.count", Kinds.Switch, s => s.ConnectionsPerAddress > 0,
            (s, v) => v ? s : s with { ConnectionsPerAddress = 0 }, "whether connections are counted by address"),
        Throttle("server.oper-throttle", Kinds.Span("0s", "1h"), t => t.Oper, (t, v) => t with { Oper = v },
            "how long an address waits after a wrong OPER before it may try again; 0s: it does not"),
        IpLimit("server.ip-limits.window", Kinds.Span("1s", "1d"), l => l.Window, (l, v) => l with { Window = v },
            "the time that max-connections-per-window is for"),
        IpLimit("server.ip-limits.max-connections-per-window", Kinds.Number(1, 1_000_000), l => l.Arrivals,
            (l, v) => l with { Arrivals = v }, "new connections from one address in a window"),
        IpLimit("server.ip-limits.throttle", Kinds.Switch, l => l.Arrivals > 0,
            (l, v) => v ? l : l with { Arrivals = 0 }, "whether new connections are counted by address"),
        IpLimit("server.ip-limits.cidr-len-ipv4", Kinds.Number(1, 32), l => l.BitsV4, (l, v) => l with { BitsV4 = v },
            "IPv4 addresses that share so many leading bits are counted together"),
        IpLimit("server.ip-limits.cidr-len-ipv6", Kinds.Number(1, 128), l => l.BitsV6, (l, v) => l with { BitsV6 = v },
            "the same for IPv6"),
        IpLimit("server.ip-limits.exempted", Kinds.Ranges, l => l.Exempted, (l, v) => l with { Exempted = v },
            "addresses whose connections are not counted"),
        Custom("nets", Kinds.Ranges, (l, v) => l with { Nets = v },
            "networks that are counted together, and not by address"),
        Custom("max-concurrent-connections", Kinds.Number(1, 1_000_000), (l, v) => l with { Connections = v },
            "connections from all of them"),
        Custom("max-connections-per-window", Kinds.Number(1, 1_000_000), (l, v) => l with { Arrivals = v },
            "new connections from all of them in a window"),

        Cloak("server.ip-cloaking.enabled", Kinds.Switch, k => k.Enabled, (k, v) => k with { Enabled = v },
            "whether others see a keyed hash instead of an address"),
        Cloak("server.ip-cloaking.netname", Kinds.Label, k => k.Netname, (k, v) => k with { Netname = v },
            "what every such host ends in"),
        Cloak("server.ip-cloaking.cidr-len-ipv4", Kinds.Number(1, 32), k => k.BitsV4,
            (k, v) => k with { BitsV4 = v }, "IPv4 addresses that share so many leading bits have the same host"),
        Cloak("server.ip-cloaking.cidr-len-ipv6", Kinds.Number(1, 128), k => k.BitsV6,
            (k, v) => k with { BitsV6 = v }, "the same for IPv6"),
        Cloak("server.ip-cloaking.num-bits", Kinds.Number(32, 160), k => k.Bits, (k, v) => k with { Bits = v },
            "bits of the hash that are shown"),
        Secret("server.ip-cloaking.secret", Kinds.Secret, (d, _, v) => d.CloakSecret = v,
            "the key of the hash; with another key everybody has another host"),
        Secret("server.ip-cloaking.previous-secrets", Kinds.EarlierSecrets, (d, _, v) => d.EarlierCloakSecrets = v,
            "the keys before it, the newest first: bans on the hosts of then still hit"),

        Tor("server.tor-listeners.vhost", Kinds.Hostname, t => t.Vhost, (t, v) => t with { Vhost = v },
            "the host of users who come through Tor"),
        Tor("server.tor-listeners.max-connections", Kinds.Number(0, 1_000_000), t => t.Connections,
            (t, v) => t with { Connections = v }, "connections through Tor, over all leaves; 0 for any number"),
        Tor("server.tor-listeners.throttle-duration", Kinds.Span("1s", "1d"), t => t.Window,
            (t, v) => t with { Window = v }, "the time that max-connections-per-duration is for"),
        Tor("server.tor-listeners.max-connections-per-duration", Kinds.Number(0, 1_000_000), t => t.Arrivals,
            (t, v) => t with { Arrivals = v }, "new connections through Tor in that time; 0 for any number"),

        Transport("server.secure-nets", Kinds.Ranges, t => t.SecureNets, (t, v) => t with { SecureNets = v },
            "connections from these addresses count as secure without TLS, such as a proxy's"),
        Transport("server.initial-notice", Kinds.Text(350).OrNone(), t => t.InitialNotice,
            (t, v) => t with { InitialNotice = v }, "told to every connection, before anything else"),
        Lookup("server.lookup-hostnames", Kinds.Switch, l => l.Hostnames, (l, v) => l with { Hostnames = v },
            "whether DNS is asked for the name of each client's address, to be seen instead of it"),
        Lookup("server.forward-confirm-hostnames", Kinds.Switch, l => l.ForwardConfirm,
            (l, v) => l with { ForwardConfirm = v }, "whether a name counts only if it has that address, too"),
        Lookup("server.check-ident", Kinds.Switch, l => l.Ident, (l, v) => l with { Ident = v },
            "whether a client's machine is asked for the username (ident); one it does not confirm begins with ~"),
        Lookup("server.coerce-ident", Kinds.Ident.OrNone(), l => l.Username, (l, v) => l with { Username = v },
            "the username that everyone has, such as ~u, whatever they say"),
        Sts("server.sts.enabled", Kinds.Switch, s => s.Enabled, (s, v) => s with { Enabled = v },
            "whether clients are told to use TLS and to stay with it (strict transport security)"),
        Sts("server.sts.duration", Kinds.LongSpan("0s", "3650d"), s => s.Duration, (s, v) => s with { Duration = v },
            "how long clients must use TLS; 0s takes it back"),
        Sts("server.sts.port", Kinds.Number(1, 65535), s => s.Port, (s, v) => s with { Port = v },
            "the port with TLS to which clients without TLS are sent"),
        Sts("server.sts.preload", Kinds.Switch, s => s.Preload, (s, v) => s with { Preload = v },
            "whether vendors may ship clients with this policy"),
        Transport("server.websockets.allowed-origins", Kinds.List(100, 255), t => t.AllowedOrigins,
            (t, v) => t with { AllowedOrigins = v },
            "masks of the web pages that may connect, such as https://*.example.net; none: every page may"),

        Admin("admin.name", a => a.Name, (a, v) => a with { Name = v }, "who runs the network, as ADMIN tells"),
        Admin("admin.description", a => a.Description, (a, v) => a with { Description = v },
            "what else ADMIN tells of them"),
        Admin("admin.email", a => a.Email, (a, v) => a with { Email = v }, "where to reach them"),

        Public("channels.default-modes", Kinds.ChannelFlags, c => c.DefaultChannelModes,
            (c, v) => c with { DefaultChannelModes = v }, "modes of a new channel; \"\" for none"),
        Limit("channels.max-channels-per-client", Kinds.Number(1, 10_000), l => l.ChannelsPerUser,
            (l, v) => l with { ChannelsPerUser = v }, "channels a user may be in"),
        Limit("channels.invite-expiration", Kinds.LongSpan("1m", "365d"), l => l.InviteExpiry,
            (l, v) => l with { InviteExpiry = v }, "how long an invitation is valid"),
        Limit("channels.max-permanent", Kinds.Number(0, 100_000), l => l.PermanentChannels,
            (l, v) => l with { PermanentChannels = v }, "channels with mode +P, which stay when they are empty"),

        Limit("channels.max-rename-members", Kinds.Number(0, 100_000), l => l.RenameMembers,
            (l, v) => l with { RenameMembers = v }, "members of the largest channel that can be renamed (RENAME)"),
        Public("accounts.default-user-modes", Kinds.UserFlags, c => c.DefaultUserModes,
            (c, v) => c with { DefaultUserModes = v }, "modes of a new user; \"\" for none"),

        Throttle("accounts.login-throttling.duration", Kinds.Span("1s", "1d"), t => t.LoginWindow,
            (t, v) => t with { LoginWindow = v }, "the time that max-attempts is for"),
        Throttle("accounts.login-throttling.max-attempts", Kinds.Number(1, 10_000), t => t.LoginAttempts,
            (t, v) => t with { LoginAttempts = v },
            "wrong passwords (PASS, WEBIRC, accounts) from one address in that time"),
        // After the number, which this switch takes away: the public configuration has one value for both, 0 for no
        // limit.
        Throttle("accounts.login-throttling.enabled", Kinds.Switch, t => t.LoginAttempts > 0,
            (t, v) => v ? t : t with { LoginAttempts = 0 }, "whether wrong passwords are counted by address"),

        Secret("oper-classes.<name>.title", Kinds.Text(100), (d, name, v) => d.Class(name).Title = v,
            "what operators of the class are called") with { Required = true },
        Secret("oper-classes.<name>.extends", Kinds.Word(32), (d, name, v) => d.Class(name).Extends = v,
            "another class, whose capabilities this one has, too"),
        Secret("oper-classes.<name>.capabilities", Kinds.OperCapabilities,
            (d, name, v) => d.Class(name).Capabilities = v,
            "what operators of the class may do; docs/operating.md says what each is for"),
        Secret("opers.<name>.password", Kinds.Password, (d, name, v) => d.Oper(name).Password = v,
            "the password that OPER takes for this name"),
        Secret("opers.<name>.public-key", Kinds.OperKey, (d, name, v) => d.Oper(name).Key = v,
            "the key that CHALLENGE takes for this name, as ircnats-root genkey prints it"),
        Secret("opers.<name>.certfp", Kinds.Certfp, (d, name, v) => d.Oper(name).Certfp = v,
            "the SHA-256 of the TLS certificate that OPER takes for this name, alone or beside the password"),
        Secret("opers.<name>.auto", Kinds.Switch, (d, name, v) => d.Oper(name).IsAutomatic = v,
            "whether a user is an operator as soon as they connect with the certificate; not with a password"),
        Secret("opers.<name>.class", Kinds.Word(32), (d, name, v) => d.Oper(name).Class = v,
            "one of oper-classes; without a class the operator may do everything"),
        Secret("opers.<name>.hidden", Kinds.Switch, (d, name, v) => d.Oper(name).IsHidden = v,
            "whether only operators are told that this user is an operator"),
        Secret("opers.<name>.whois-line", Kinds.Text(150), (d, name, v) => d.Oper(name).WhoisLine = v,
            "what WHOIS says of the operator, instead of the title of the class"),
        Secret("opers.<name>.modes", OperModes.Kind, (d, name, v) => d.Oper(name).Modes = v,
            "modes that the operator gets besides; behind them the letters of the notices for s (HELP SNOMASKS)"),
        Secret("opers.<name>.vhost", Kinds.Hostname, (d, name, v) => d.Oper(name).Host = v,
            "the operator's host, as others see it; a hidden operator keeps their own"),

        Secret("webirc.<name>.hosts", Kinds.Ranges, (d, name, v) => d.Gateway(name, g => g with { Hosts = v }),
            "where the gateway connects from") with { Required = true },
        Secret("webirc.<name>.password", Kinds.Password,
            (d, name, v) =>
            {
                d.Gateway(name, g => g);
                d.Gateways[name] = (d.Gateways[name].Public, v);
            }, "the password that the gateway gives (WEBIRC)"),
        Secret("webirc.<name>.certfp", Kinds.Certfp, (d, name, v) => d.Gateway(name, g => g with { Certfp = v }),
            "the SHA-256 of the gateway's certificate; it needs this or a password, or both"),
        Secret("webirc.<name>.accept-hostname", Kinds.Switch,
            (d, name, v) => d.Gateway(name, g => g with { AcceptHostname = v }),
            "whether the gateway's word for a client's host name is taken"),

        Limit("limits.nicklen", Kinds.Number(1, 64), l => l.NickLen, (l, v) => l with { NickLen = v },
            "bytes of a nick"),
        Limit("limits.identlen", Kinds.Number(1, 32), l => l.UserLen, (l, v) => l with { UserLen = v },
            "bytes of a username"),
        Limit("limits.realnamelen", Kinds.Number(1, 300), l => l.NameLen, (l, v) => l with { NameLen = v },
            "bytes of a realname"),
        Limit("limits.channellen", Kinds.Number(2, 128), l => l.ChannelLen, (l, v) => l with { ChannelLen = v },
            "bytes of a channel's name"),
        Limit("limits.awaylen", Kinds.Number(1, 390), l => l.AwayLen, (l, v) => l with { AwayLen = v },
            "bytes of an away message"),
        Limit("limits.kicklen", Kinds.Number(1, 390), l => l.KickLen, (l, v) => l with { KickLen = v },
            "bytes of a reason for KICK"),
        Limit("limits.topiclen", Kinds.Number(1, 390), l => l.TopicLen, (l, v) => l with { TopicLen = v },
            "bytes of a topic"),
        Limit("limits.whowas-entries", Kinds.Number(0, 100_000), l => l.WhowasEntries,
            (l, v) => l with { WhowasEntries = v }, "users who left that are remembered for WHOWAS"),
        Limit("limits.monitor-entries", Kinds.Number(1, 1000), l => l.MonitorEntries,
            (l, v) => l with { MonitorEntries = v }, "nicks that one connection may monitor"),
        Limit("limits.accept-entries", Kinds.Number(1, 500), l => l.AcceptEntries,
            (l, v) => l with { AcceptEntries = v }, "users that one user may accept messages from (ACCEPT)"),
        Limit("limits.chan-list-modes", Kinds.Number(1, 1000), l => l.ListModes, (l, v) => l with { ListModes = v },
            "bans, exceptions and invite exceptions of one channel, together"),
        Limit("limits.multiline.max-bytes", Kinds.Number(512, 65_536), l => l.MultilineBytes,
            (l, v) => l with { MultilineBytes = v }, "bytes of a message of several lines"),
        Limit("limits.multiline.max-lines", Kinds.Number(2, 500), l => l.MultilineLines,
            (l, v) => l with { MultilineLines = v }, "lines of such a message"),
        Limit("limits.multiline.timeout", Kinds.Span("1s", "10m"), l => l.BatchTimeout,
            (l, v) => l with { BatchTimeout = v }, "time in which such a message must be complete"),
        Limit("limits.metadata.max-keys", Kinds.Number(0, 100), l => l.MetadataKeys,
            (l, v) => l with { MetadataKeys = v }, "keys of metadata that a user or a channel may have"),
        Limit("limits.metadata.max-value-bytes", Kinds.Number(1, 300), l => l.MetadataValueBytes,
            (l, v) => l with { MetadataValueBytes = v }, "bytes of a value of metadata"),
        Limit("limits.metadata.max-subs", Kinds.Number(1, 500), l => l.MetadataSubs,
            (l, v) => l with { MetadataSubs = v }, "keys of metadata that one connection may subscribe to"),
        Limit("limits.knock.user", Kinds.LongSpan("1s", "1d"), l => l.KnockEvery,
            (l, v) => l with { KnockEvery = v }, "time between two KNOCKs of a user"),
        Limit("limits.knock.channel", Kinds.LongSpan("0s", "1d"), l => l.ChannelKnockEvery,
            (l, v) => l with { ChannelKnockEvery = v }, "time between two KNOCKs at a channel"),
        Limit("limits.targets.count", Kinds.Number(0, User.TargetsKept), l => l.NewTargets,
            (l, v) => l with { NewTargets = v }, "strangers that a user may message at once; 0: any number"),
        Limit("limits.targets.interval", Kinds.LongSpan("1s", "1h"), l => l.NewTargetEvery,
            (l, v) => l with { NewTargetEvery = v }, "time after which a user may message one more stranger"),
        Limit("limits.answer-lines", Kinds.Number(100, 100_000), l => l.AnswerLines,
            (l, v) => l with { AnswerLines = v }, "lines of WHO and LIST in one answer; operators get everything"),
        Session("limits.registration-messages", Kinds.Number(4, 100_000), s => s.RegistrationMessages,
            (s, v) => s with { RegistrationMessages = v }, "lines a connection may send before it is registered"),

        Fakelag("fakelag.enabled", Kinds.Switch, f => f.Enabled, (f, v) => f with { Enabled = v },
            "whether clients that send much are slowed down"),
        Fakelag("fakelag.window", Kinds.Span("10ms", "1m"), f => f.Window, (f, v) => f with { Window = v },
            "the time that messages-per-window is for"),
        Fakelag("fakelag.burst-limit", Kinds.Number(1, 1000), f => f.BurstLimit, (f, v) => f with { BurstLimit = v },
            "lines taken at once before anything is slowed down"),
        Fakelag("fakelag.messages-per-window", Kinds.Number(1, 1000), f => f.MessagesPerWindow,
            (f, v) => f with { MessagesPerWindow = v }, "lines taken in each window after the burst"),
        Fakelag("fakelag.cooldown", Kinds.Span("10ms", "1m"), f => f.Cooldown, (f, v) => f with { Cooldown = v },
            "silence after which a burst is allowed again"),

        Public("failover.policy", Kinds.OneOf<FailoverPolicy>(), c => c.Failover.Policy,
            (c, v) => c with { Failover = c.Failover with { Policy = v } },
            "what a standby does when the active root is silent: takes over, or waits for an operator"),
        Public("failover.after", Kinds.Span("1s", "10m"), c => c.Failover.After,
            (c, v) => c with { Failover = c.Failover with { After = v } },
            "silence after which the active root counts as gone"),
        Public("leaves.timeout", Kinds.Span("2s", "10m"), c => c.LeafLoss.Timeout,
            (c, v) => c with { LeafLoss = c.LeafLoss with { Timeout = v } },
            "silence after which a leaf counts as lost"),
        Public("leaves.grace", Kinds.Span("0s", "1d"), c => c.LeafLoss.Grace,
            (c, v) => c with { LeafLoss = c.LeafLoss with { Grace = v } },
            "how long the users of a lost leaf stay"),
        Public("leaves.quits-per-second", Kinds.Number(1, 100_000), c => c.LeafLoss.QuitsPerSecond,
            (c, v) => c with { LeafLoss = c.LeafLoss with { QuitsPerSecond = v } },
            "how many of these users quit in a second then"),
        .. ChannelKeys.All,
        .. AccountKeys.All,
        .. EmailKeys.All,
        .. OutsideKeys.All,
        .. PushKeys.All,
        .. OrderKeys.All,
        .. ClassKeys.All,
        .. HistoryKeys.All,
        .. DatastoreKeys.All,
        .. LogKeys.All,
    ];

    public static ConfigKey<T> Public<T>(
        string path, Kind<T> kind, Func<NetworkConfig, T> get, Func<NetworkConfig, T, NetworkConfig> with,
        string meaning) =>
        new(path, kind, get, (draft, _, value) => draft.Public = with(draft.Public, value), meaning);

    private static ConfigKey<string> Admin(
        string path, Func<AdminConfig, string> get, Func<AdminConfig, string, AdminConfig> with, string meaning) =>
        Public(path, Kinds.Text(200), c => get(c.Admin), (c, v) => c with { Admin = with(c.Admin, v) }, meaning);

    private static ConfigKey<T> Limit<T>(
        string path, Kind<T> kind, Func<Limits, T> get, Func<Limits, T, Limits> with, string meaning) =>
        Public(path, kind, c => get(c.Limits), (c, v) => c with { Limits = with(c.Limits, v) }, meaning);

    private static ConfigKey<T> Session<T>(
        string path, Kind<T> kind, Func<SessionConfig, T> get, Func<SessionConfig, T, SessionConfig> with,
        string meaning) =>
        Public(path, kind, c => get(c.Session), (c, v) => c with { Session = with(c.Session, v) }, meaning);

    private static ConfigKey<T> IpLimit<T>(
        string path, Kind<T> kind, Func<IpLimitsConfig, T> get, Func<IpLimitsConfig, T, IpLimitsConfig> with,
        string meaning) =>
        Session(path, kind, s => get(s.IpLimits), (s, v) => s with { IpLimits = with(s.IpLimits, v) }, meaning);

    private static ConfigKey<T> Throttle<T>(
        string path, Kind<T> kind, Func<ThrottleConfig, T> get, Func<ThrottleConfig, T, ThrottleConfig> with,
        string meaning) =>
        Session(path, kind, s => get(s.Throttle), (s, v) => s with { Throttle = with(s.Throttle, v) }, meaning);

    private static ConfigKey<T> Custom<T>(
        string key, Kind<T> kind, Func<CustomLimit, T, CustomLimit> with, string meaning) =>
        Secret("server.ip-limits.custom-limits.<name>." + key, kind,
            (d, name, v) => d.CustomLimit(name, l => with(l, v)), meaning) with { Required = true };

    private static ConfigKey<T> Cloak<T>(
        string path, Kind<T> kind, Func<CloakConfig, T> get, Func<CloakConfig, T, CloakConfig> with, string meaning) =>
        Transport(path, kind, t => get(t.Cloaks), (t, v) => t with { Cloaks = with(t.Cloaks, v) }, meaning);

    private static ConfigKey<T> Tor<T>(
        string path, Kind<T> kind, Func<TorConfig, T> get, Func<TorConfig, T, TorConfig> with, string meaning) =>
        Transport(path, kind, t => get(t.Tor), (t, v) => t with { Tor = with(t.Tor, v) }, meaning);

    private static ConfigKey<T> Transport<T>(
        string path, Kind<T> kind, Func<TransportConfig, T> get, Func<TransportConfig, T, TransportConfig> with,
        string meaning) =>
        Public(path, kind, c => get(c.Transport), (c, v) => c with { Transport = with(c.Transport, v) }, meaning);

    private static ConfigKey<T> Lookup<T>(
        string path, Kind<T> kind, Func<LookupConfig, T> get, Func<LookupConfig, T, LookupConfig> with,
        string meaning) =>
        Transport(path, kind, t => get(t.Lookups), (t, v) => t with { Lookups = with(t.Lookups, v) }, meaning);

    private static ConfigKey<T> Sts<T>(
        string path, Kind<T> kind, Func<StsConfig, T> get, Func<StsConfig, T, StsConfig> with, string meaning) =>
        Transport(path, kind, t => get(t.Sts), (t, v) => t with { Sts = with(t.Sts, v) }, meaning);

    private static ConfigKey<T> Fakelag<T>(
        string path, Kind<T> kind, Func<FakelagConfig, T> get, Func<FakelagConfig, T, FakelagConfig> with,
        string meaning) =>
        Session(path, kind, s => get(s.Fakelag), (s, v) => s with { Fakelag = with(s.Fakelag, v) }, meaning);

    private static ConfigKey<T> Secret<T>(
        string path, Kind<T> kind, Action<ConfigDraft, string, T> set, string meaning) =>
        new(path, kind, null, set, meaning);
}
