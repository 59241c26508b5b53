using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A channel's topic was set; empty clears it. https://modern.ircdocs.horse/#topic-message</summary>
[MessagePackObject]
public sealed record TopicSet(
    [property: Key(0)] string Channel, [property: Key(1)] UserId By, [property: Key(2)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        Topic? topic = Text.Length == 0 ? null : new Topic(Text, edit.FindUser(By).Hostmask, edit.Stamp.Time);
        edit.ReplaceChannel(edit.FindChannel(Channel) with { Topic = topic });
        edit.Reveal(Channel, By);
    }

    public override void Announce(Network before, Audience to)
    {
        JoinLine.Reveal(before, to, Channel, By);
        User by = before.FindUser(By)!;
        Line topic = new(by.Hostmask, "TOPIC", Channel, Text) { Trailing = true };
        to.Channel(Channel, new Announcement(topic) { From = by });
    }
}
