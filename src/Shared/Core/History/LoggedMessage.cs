using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>
/// A channel's message as its event alone tells it, for what neither a leaf's memory nor the archive has. Each names
/// the one before it. Whether its author was a bot is not in the event.
/// </summary>
/// <param name="Previous">The channel's message before this one; null: there was none.</param>
public sealed record LoggedMessage(KeptMessage Message, Position? Previous)
{
    /// <summary>The message, if the entry holds it; null: it holds none there, or is none.</summary>
    public static LoggedMessage? In(ReadOnlyMemory<byte> bytes, Position at)
    {
        if (!Codec.TryDecode(bytes, out Entry? entry, out _)) return null;
        int index = at.Index;
        foreach (Outcome outcome in entry.Outcomes)
        {
            if (index < outcome.Events.Count)
                return Of(outcome.Events[index], new Stamp(at, entry.Epoch, outcome.Time));
            index -= outcome.Events.Count;
        }

        return null;
    }

    private static LoggedMessage? Of(Event happened, in Stamp stamp) => happened switch
    {
        ChannelMessage m => new(
            Of(stamp, m.Source, m.Command, m.Command == "TAGMSG" ? [m.Channel] : [m.Channel, m.Text]) with
            {
                Account = m.Account, Tags = m.Tags,
            },
            m.Previous),
        MultilineSent { Channel: { } channel } m => new(
            Of(stamp, m.Source, m.Command, [channel]) with { Account = m.Account, Tags = m.Tags, Parts = m.Parts },
            m.Previous),
        MessageRelayed m => new(
            Of(stamp, m.Source, "PRIVMSG", [m.Channel, m.Text]) with { Account = m.Account, Tags = m.Tags },
            m.Previous),
        _ => null,
    };

    private static KeptMessage Of(in Stamp stamp, string source, string command, IReadOnlyList<string> args) =>
        new(stamp.At, stamp.Epoch, stamp.Time, KeptKind.Message, source, command, args);
}
