using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator put several members out of a channel at once. Who stays sees each go; who goes sees themselves go.
/// https://docs.inspircd.org/4/modules/clearchan/
/// </summary>
[MessagePackObject]
public sealed record MembersCleared(
    [property: Key(0)] string Channel, [property: Key(1)] IReadOnlyList<UserId> Users, [property: Key(2)] UserId By,
    [property: Key(3)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        foreach (UserId user in Users) edit.RemoveMember(Channel, user);
    }

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        to.Leave(Users);
        foreach (UserId id in Users)
        {
            Line kick = new(by.Hostmask, "KICK", Channel, before.FindUser(id)!.Nick, Reason) { Trailing = true };
            to.Witnesses(before, Channel, id, new Announcement(kick) { From = by });
        }
    }
}
