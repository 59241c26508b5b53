using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator took a message out of a history. Clients that have shown it are told nothing: REDACT tells them.
/// </summary>
/// <param name="Target">The key of the history (HistoryTarget).</param>
[MessagePackObject]
public sealed record MessageErased(
    [property: Key(0)] UserId By, [property: Key(1)] string Target, [property: Key(2)] Mark Message) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkRedacted(Message.At);
}
