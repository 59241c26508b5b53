using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>
/// Messages that a command is about. A msgid is a position in the log, so any root reads the message from there before
/// the command is asked, and the state need not remember who said what; the command's request has a ticket with it.
/// https://ircv3.net/specs/extensions/message-ids
/// </summary>
public static class Citation
{
    /// <summary>The msgid in a line of a command that cites; null: there is none that could be of a message.</summary>
    public static string? MsgidOf(Line line) =>
        line.Params is [_, var msgid, ..] && SeqOf(msgid) is not null ? msgid : null;

    /// <summary>The entry that has to be read for it; null: it is not a msgid.</summary>
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
