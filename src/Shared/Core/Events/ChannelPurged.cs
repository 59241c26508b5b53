using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator ended a channel: everybody is put out of it, and its registration is gone. Each is told only of
/// themselves, because nobody is left to see the others go. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
/// <param name="By">Hostmask of the service.</param>
[MessagePackObject]
public sealed record ChannelPurged(
    [property: Key(0)] string Channel, [property: Key(1)] string By, [property: Key(2)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.RemoveRegistration(Channel);
        Channel channel = edit.FindChannel(Channel);
        edit.ReplaceChannel(channel with { Registered = null, Modes = channel.Modes & ~ChannelModes.Permanent });
        edit.RemoveMembers(Channel);
    }

    public override void Announce(Network before, Audience to)
    {
        foreach (UserId id in before.MembersOf(Channel).Keys.OrderBy(id => id.Value))
            to.User(id, new Line(By, "KICK", Channel, before.FindUser(id)!.Nick, Reason) { Trailing = true });
    }
}
