using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>
/// Messages that a command names by msgid. A msgid is a position in the log. Some root reads the message from there
/// before the command is decided, and the request carries a ticket with it. So the state need not remember who said
/// what. https://ircv3.net/specs/extensions/message-ids
/// </summary>
public static class Citation
{
    /// <summary>The msgid that a line names whose command cites; null: it has none that could be a message's.</summary>
    public static string? MsgidOf(Line line) =>
        line.Params is [_, var msgid, ..] && SeqOf(msgid) is not null ? msgid : null;

    /// <summary>The sequence of the entry that has to be read; null: the text is no msgid.</summary>
    public static ulong? SeqOf(string msgid) => Find(msgid) is { } cited ? cited.At.Seq : null;

    /// <summary>The message, if the entry read holds it. Null or unreadable bytes hold none.</summary>
    public static CitedMessage? In(ReadOnlyMemory<byte>? bytes, string msgid)
    {
        if (bytes is not { } read || Find(msgid) is not { } cited) return null;
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

    private static (Position At, ulong Epoch)? Find(string msgid) =>
        Msgid.TryParse(msgid, out Position at, out ulong epoch) && at.Seq > 0 ? (at, epoch) : null;

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
