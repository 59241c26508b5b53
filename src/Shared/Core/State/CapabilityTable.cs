using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>One capability: its name, its bit, its specification, and its value under CAP LS 302.</summary>
public sealed record Capability(string Name, Capabilities Bit, string Specification)
{
    public string? Value { get; init; }
    /// <summary>Clients are told of it, but cannot ask for it.</summary>
    public bool Informational { get; init; }
    /// <summary>Its value where that depends on the configuration.</summary>
    public Func<NetworkConfig, string?>? ValueIn { get; init; }
    /// <summary>Whether it exists under this configuration. If not, it is not listed and cannot be asked for.</summary>
    public Func<NetworkConfig, bool> ExistsIn { get; init; } = _ => true;

    /// <summary>Other names of it that older clients ask for: drafts' and vendors'.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>Every capability, one row each. CAP LS, REQ and LIST derive from it. https://ircv3.net/irc/</summary>
public static class CapabilityTable
{
    private const string Extensions = "https://ircv3.net/specs/extensions/";

    public static IReadOnlyList<Capability> All { get; } =
    [
        new("account-notify", Capabilities.AccountNotify, Extensions + "account-notify"),
        new("account-tag", Capabilities.AccountTag, Extensions + "account-tag"),
        new("away-notify", Capabilities.AwayNotify, Extensions + "away-notify"),
        new("batch", Capabilities.Batch, Extensions + "batch"),
        new("cap-notify", Capabilities.CapNotify, Extensions + "capability-negotiation"),
        new("chghost", Capabilities.ChgHost, Extensions + "chghost"),
        new("draft/account-registration", Capabilities.AccountRegistration, Extensions + "account-registration")
        {
            ExistsIn = c => c.Accounts is { Exist: true, Registration: true },
            ValueIn = c => RegistrationIn(c.Accounts),
        },
        new("draft/channel-rename", Capabilities.ChannelRename, Extensions + "channel-rename"),
        new("draft/chathistory", Capabilities.ChatHistory, Extensions + "chathistory")
        {
            ExistsIn = c => c.History.Enabled,
        },
        new("draft/event-playback", Capabilities.EventPlayback, Extensions + "chathistory")
        {
            ExistsIn = c => c.History.Enabled,
        },
        new("draft/extended-isupport", Capabilities.ExtendedIsupport, Extensions + "extended-isupport"),
        new("draft/message-redaction", Capabilities.MessageRedaction, Extensions + "message-redaction"),
        new("draft/metadata-2", Capabilities.Metadata, Extensions + "metadata") { ValueIn = MetadataLimits },
        new("draft/metadata-3", Capabilities.Metadata3, Extensions + "metadata") { ValueIn = MetadataLimits },
        new("draft/multiline", Capabilities.Multiline, Extensions + "multiline")
        {
            ValueIn = c => $"max-bytes={c.Limits.MultilineBytes},max-lines={c.Limits.MultilineLines}",
        },
        new("draft/oper", Capabilities.OperTag, Extensions + "oper-tag"),
        new("draft/pre-away", Capabilities.PreAway, Extensions + "pre-away"),
        new("draft/read-marker", Capabilities.ReadMarker, Extensions + "read-marker"),
        new("draft/relaymsg", Capabilities.RelayMessage, "https://github.com/ircv3/ircv3-specifications/pull/417")
        {
            Value = "/", ExistsIn = c => c.Relaymsg,
        },
        new("draft/webpush", Capabilities.WebPush, "https://github.com/ircv3/ircv3-specifications/pull/471")
        {
            Aliases = ["soju.im/webpush"], ExistsIn = c => c.Accounts is { Exist: true, Push.Exists: true },
        },
        new("draft/whoami", Capabilities.WhoAmI, "https://github.com/ircv3/ircv3-specifications/pull/603"),
        new("echo-message", Capabilities.EchoMessage, Extensions + "echo-message"),
        new("extended-join", Capabilities.ExtendedJoin, Extensions + "extended-join"),
        new("extended-monitor", Capabilities.ExtendedMonitor, Extensions + "extended-monitor")
        {
            Aliases = ["draft/extended-monitor"],
        },
        new("invite-notify", Capabilities.InviteNotify, Extensions + "invite-notify"),
        new("ircnats/resume", Capabilities.Resume, "docs/resume.md") { ExistsIn = c => c.LeafLoss.Grace > 0 },
        new("labeled-response", Capabilities.LabeledResponse, Extensions + "labeled-response"),
        new("message-tags", Capabilities.MessageTags, Extensions + "message-tags"),
        new("multi-prefix", Capabilities.MultiPrefix, Extensions + "multi-prefix"),
        new("no-implicit-names", Capabilities.NoImplicitNames, Extensions + "no-implicit-names")
        {
            Aliases = ["draft/no-implicit-names", "soju.im/no-implicit-names"],
        },
        new("sasl", Capabilities.Sasl, Extensions + "sasl-3.2")
        {
            ValueIn = c => string.Join(',', SaslMechanisms.In(c)), ExistsIn = c => c.Accounts.Exist,
        },
        new("server-time", Capabilities.ServerTime, Extensions + "server-time"),
        new("setname", Capabilities.SetName, Extensions + "setname"),
        new("standard-replies", Capabilities.StandardReplies, Extensions + "standard-replies"),
        new("sts", Capabilities.Sts, Extensions + "sts") { Informational = true },
        new("userhost-in-names", Capabilities.UserhostInNames, Extensions + "userhost-in-names"),
        new("znc.in/playback", Capabilities.ZncPlayback, "https://wiki.znc.in/Playback")
        {
            ExistsIn = c => c.History.Enabled,
        },
        new("znc.in/self-message", Capabilities.SelfMessage, "https://wiki.znc.in/Query_buffers")
        {
            ExistsIn = c => c.Accounts is { Exist: true, Multiclient: true },
        },
        new("draft/persistence", Capabilities.Persistence, "https://github.com/ircv3/ircv3-specifications/pull/503")
        {
            ExistsIn = c => c.Accounts is { Exist: true, Multiclient: true },
        },
    ];

    /// <summary>The capability of that name or alias.</summary>
    public static Capability? Find(string name) =>
        All.FirstOrDefault(c => c.Name == name || c.Aliases.Contains(name));

    private static string? RegistrationIn(AccountsConfig accounts) => accounts switch
    {
        { BeforeConnect: true, Email.IsRequired: true } => "before-connect,email-required",
        { BeforeConnect: true } => "before-connect",
        { Email.IsRequired: true } => "email-required",
        _ => null,
    };

    private static string MetadataLimits(NetworkConfig config) =>
        $"before-connect,max-subs={config.Limits.MetadataSubs},max-keys={config.Limits.MetadataKeys},"
        + $"max-value-bytes={config.Limits.MetadataValueBytes}";
}
