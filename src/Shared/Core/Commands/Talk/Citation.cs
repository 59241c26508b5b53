using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>What is known of a message whose msgid somebody names: where it was said, by whom, when (Unix
/// milliseconds), and to whom; channel or user is null.</summary>
public sealed record CitedMessage(string? Channel, UserId? To, UserId From, MemberModes AtLeast, long Time)
{
    /// <summary>It was for those of that rank because the sender had no say (+U).</summary>
    public bool IsModerated { get; init; }
    /// <summary>The account of who said it; null: they were not logged in.</summary>
    public string? Account { get; init; }
    public Position At { get; init; }
}

/// <summary>
/// Messages that a command is about. A msgid is a position in the log, so the message is read from there before the
/// command is decided, and the state need not remember who said what. https://ircv3.net/specs/extensions/message-ids
/// </summary>
public static class Citation
{
    /// <summary>The entry that has to be read before the request can be decided; null for none.</summary>
    public static ulong? SeqOf(Ask ask) => Find(ask) is { } cited ? cited.At.Seq : null;

    /// <summary>The message, if the entry read holds it. Null or unreadable bytes hold none.</summary>
    public static CitedMessage? In(ReadOnlyMemory<byte>? bytes, Ask ask)
    {
        if (bytes is not { } read || Find(ask) is not { } cited) return null;
        if (!Codec.TryDecode(read, out Entry? entry, out _) || entry.Epoch != cited.Epoch) return null;
        int index = cited.At.Index;
        foreach (Outcome outcome in entry.Outcomes)
        {
            if (index < outcome.Events.Count)
                return Of(outcome.Events[index], outcome.Time) is { } said ? said with { At = cited.At } : null;
            index -= outcome.Events.Count;
        }

        return null;
    }

    private static (Position At, ulong Epoch)? Find(Ask ask) =>
        ask is ClientLine { Verb: "REDACT" } asked
        && Line.TryParse(asked.Line, out Line line) is null
        && line.Params is [_, var msgid, ..]
        && Msgid.TryParse(msgid, out Position at, out ulong epoch)
        && at.Seq > 0
            ? (at, epoch)
            : null;

    private static CitedMessage? Of(Event happened, long time) => happened switch
    {
        ChannelMessage m => new CitedMessage(m.Channel, null, m.From, m.AtLeast, time)
        {
            IsModerated = m.IsModerated, Account = m.Account,
        },
        DirectMessage m => new CitedMessage(null, m.To, m.From, MemberModes.None, time) { Account = m.Account },
        MultilineSent m => new CitedMessage(m.Channel, m.To, m.From, m.AtLeast, time)
        {
            IsModerated = m.IsModerated, Account = m.Account,
        },
        MessageRelayed m => new CitedMessage(m.Channel, null, m.By, MemberModes.None, time) { Account = m.Account },
        _ => null,
    };
}
