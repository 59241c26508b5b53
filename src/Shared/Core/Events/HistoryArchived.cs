using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Every message up to this event is in the archive, and what was redacted up to it is not. So everybody knows at the
/// same position how much of a history is read there, and how much from the log.
/// </summary>
[MessagePackObject]
public sealed record HistoryArchived([property: Key(0)] Mark UpTo) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetArchived(UpTo);
}
