using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator said which notices of the server they want; only they are told.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[MessagePackObject]
public sealed record SnoMasksSet([property: Key(0)] UserId User, [property: Key(1)] SnoMasks Masks) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User);
        edit.ReplaceUser(user with
        {
            SnoMasks = Masks,
            Modes = Masks == SnoMasks.None
                ? user.Modes & ~UserModes.ServerNotices
                : user.Modes | UserModes.ServerNotices,
        });
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        bool had = user.Has(UserModes.ServerNotices), has = Masks != SnoMasks.None;
        if (had != has)
            to.User(User, new Announcement(new Line(user.Hostmask, "MODE", user.Nick, has ? "+s" : "-s"))
            {
                From = user,
            });
        if (has) to.User(User, Numeric.RPL_SNOMASKIS.For(user.Nick, SnoMaskTable.Show(Masks)));
    }
}
