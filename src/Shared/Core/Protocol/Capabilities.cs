namespace IrcNats.Protocol;

/// <summary>What a session has negotiated, as bits; the names are in <see cref="CapabilityTable"/>.</summary>
[Flags]
public enum Capabilities
{
    None = 0,
    MessageTags = 1 << 0,
    ServerTime = 1 << 1,
    Batch = 1 << 2,
    EchoMessage = 1 << 3,
    LabeledResponse = 1 << 4,
    MultiPrefix = 1 << 5,
    UserhostInNames = 1 << 6,
    ExtendedJoin = 1 << 7,
    AwayNotify = 1 << 8,
    AccountTag = 1 << 9,
    AccountNotify = 1 << 10,
    InviteNotify = 1 << 11,
    SetName = 1 << 12,
    StandardReplies = 1 << 13,
    CapNotify = 1 << 14,
    ExtendedMonitor = 1 << 15,
    NoImplicitNames = 1 << 16,
    ChgHost = 1 << 17,
    PreAway = 1 << 18,
    ExtendedIsupport = 1 << 19,
    Multiline = 1 << 20,
    MessageRedaction = 1 << 21,
    ChannelRename = 1 << 22,
    Metadata = 1 << 23,
    Metadata3 = 1 << 24,
    Sts = 1 << 25,
    OperTag = 1 << 26,
    WhoAmI = 1 << 27,
    Resume = 1 << 28,
    RelayMessage = 1 << 29,
}
