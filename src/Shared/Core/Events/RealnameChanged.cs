using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user changed their realname. https://ircv3.net/specs/extensions/setname</summary>
[MessagePackObject]
public sealed record RealnameChanged([property: Key(0)] UserId User, [property: Key(1)] string Realname) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.ReplaceUser(edit.FindUser(User) with { Realname = Realname });

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        Line setname = new(user.Hostmask, "SETNAME", Realname) { Trailing = true };
        Announcement told = new(setname) { Needs = Capabilities.SetName, From = user };
        to.Neighbours(User, told, andSelf: true, andWatchers: true);
    }
}
