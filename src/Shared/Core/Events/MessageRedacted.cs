using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A message was redacted, in a channel or between two users; the other of the two is null. Only clients that know
/// REDACT are told. https://ircv3.net/specs/extensions/message-redaction
/// </summary>
[MessagePackObject]
public sealed record MessageRedacted(
    [property: Key(0)] string? Channel, [property: Key(1)] UserId? To, [property: Key(2)] UserId By,
    [property: Key(3)] string Msgid, [property: Key(4)] string? Reason) : Event
{
    /// <summary>The message was for members of at least this rank.</summary>
    [Key(5)] public MemberModes AtLeast { get; init; }

    /// <summary>
    /// +U: it went only to them because its author had no say. They saw it as a message to the channel.
    /// </summary>
    [Key(6)] public bool IsModerated { get; init; }
    /// <summary>The author.</summary>
    [Key(7)] public UserId Author { get; init; }

    public override void ApplyTo(INetworkEditor edit)
    {
        if (State.Msgid.TryParse(Msgid, out Position at, out _)) edit.MarkRedacted(at);
    }

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        string target = Channel is null
            ? before.FindUser(To!.Value)!.Nick
            : (IsModerated ? "" : MemberModeTable.PrefixesOf(AtLeast, all: false)) + Channel;
        Announcement redact = new(Reason is null
            ? new Line(by.Hostmask, "REDACT", target, Msgid)
            : new Line(by.Hostmask, "REDACT", target, Msgid, Reason) { Trailing = true })
        {
            Needs = Capabilities.MessageRedaction, From = by,
        };
        if (Channel is null) to.User(To!.Value, redact);
        else to.Channel(Channel, redact, except: By, atLeast: AtLeast);
        if (To != By) to.User(By, redact);
        // The author knows the message, even if it was for members above them.
        if (Channel is not null && Author != By && before.FindMember(Channel, Author)?.IsAtLeast(AtLeast) == false)
            to.User(Author, redact);
    }
}
