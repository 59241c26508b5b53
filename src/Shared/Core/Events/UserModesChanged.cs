using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user's own modes changed; only they are told. https://modern.ircdocs.horse/#mode-message</summary>
[MessagePackObject]
public sealed record UserModesChanged(
    [property: Key(0)] UserId User, [property: Key(1)] UserModes Added, [property: Key(2)] UserModes Removed) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User);
        edit.ReplaceUser(user with
        {
            Modes = (user.Modes | Added) & ~Removed,
            Oper = (Removed & UserModes.Operator) != 0 ? null : user.Oper,
            SnoMasks = (Removed & UserModes.ServerNotices) != 0 ? SnoMasks.None : user.SnoMasks,
        });
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        string shown = (Added == 0 ? "" : UserModeTable.Show(Added))
            + (Removed == 0 ? "" : "-" + UserModeTable.Show(Removed)[1..]);
        to.User(User, new Announcement(new Line(user.Hostmask, "MODE", user.Nick, shown)) { From = user });
    }
}
