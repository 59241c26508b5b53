using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A channel got another name; members, modes, lists, topic and invitations stay. A client that does not know RENAME is
/// shown how its user leaves one channel and joins the other. https://ircv3.net/specs/extensions/channel-rename
/// </summary>
[MessagePackObject]
public sealed record ChannelRenamed(
    [property: Key(0)] string Channel, [property: Key(1)] string Name, [property: Key(2)] UserId By,
    [property: Key(3)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.RenameChannel(Channel, Name);

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        Line rename = new(by.Hostmask, "RENAME", Channel, Name, Reason) { Trailing = true };
        Announcement renamed = new(rename) { Needs = Capabilities.ChannelRename, From = by };
        to.Channel(Channel, renamed);
        if (IsSpelling(before)) return;
        foreach (UserId id in before.MembersOf(Channel).Keys)
        {
            User member = before.FindUser(id)!;
            to.User(id, new Announcement(Part(member)) { Lacks = Capabilities.ChannelRename, From = member });
        }
    }

    public override string? GreetsMembersOf(Network after) => IsSpelling(after) ? null : Name;

    private bool IsSpelling(Network net) => net.Fold(Channel) == net.Fold(Name);

    private Line Part(User member) => Reason.Length == 0
        ? new Line(member.Hostmask, "PART", Channel)
        : new Line(member.Hostmask, "PART", Channel, Reason) { Trailing = true };
}
