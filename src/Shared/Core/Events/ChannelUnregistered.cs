using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A channel is nobody's any more. Who is in it stays, with topic, modes and statuses; an empty one ends.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
[MessagePackObject]
public sealed record ChannelUnregistered([property: Key(0)] string Channel) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.RemoveRegistration(Channel);
        edit.ReplaceChannel(edit.FindChannel(Channel) with { Registered = null });
        edit.EndIfEmpty(Channel);
    }
}
