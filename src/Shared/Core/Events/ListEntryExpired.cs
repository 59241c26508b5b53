using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// The time of a mask on a channel's list is over: the server takes it off, and the members see that.
/// https://modern.ircdocs.horse/#mode-message
/// </summary>
[MessagePackObject]
public sealed record ListEntryExpired(
    [property: Key(0)] string Channel, [property: Key(1)] char List, [property: Key(2)] string Mask) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        Channel channel = edit.FindChannel(Channel);
        edit.ReplaceChannel(channel.WithList(List, [.. channel.ListOf(List).Where(e => e.Mask != Mask)]));
    }

    public override void Announce(Network before, Audience to) =>
        to.Channel(Channel, new Line(null, "MODE", Channel, $"-{List}", Mask));
}
