using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// So many came into a channel that its flood profile (+F) keeps out most of who want to join, for a time. Half
/// operators and above are told.
/// </summary>
/// <param name="Until">Unix milliseconds.</param>
[MessagePackObject]
public sealed record JoinsHeld(
    [property: Key(0)] string Channel, [property: Key(1)] long Until, [property: Key(2)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        Channel channel = edit.FindChannel(Channel);
        edit.ReplaceChannel(channel with { Flood = channel.Flood! with { HeldUntil = Until } });
    }

    public override void Announce(Network before, Audience to)
    {
        string target = MemberModeTable.PrefixesOf(MemberModes.Halfop, all: false) + Channel;
        Line notice = new(null, "NOTICE", target, Text) { Trailing = true };
        to.Channel(Channel, new Announcement(notice) { IsApart = true }, atLeast: MemberModes.Halfop);
    }
}
