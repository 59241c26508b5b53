using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Users were ended because a ban of the network hits them. They are told its reason, and others see them quit.
/// https://modern.ircdocs.horse/#erryourebannedcreep-465
/// </summary>
[MessagePackObject]
public sealed record UsersBanned(
    [property: Key(0)] IReadOnlyList<UserId> Users, [property: Key(1)] string Reason) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        foreach (UserId user in Users) edit.RemoveUser(user);
    }

    public override void Announce(Network before, Audience to)
    {
        to.Leave(Users);
        foreach (UserId id in Users)
        {
            User user = before.FindUser(id)!;
            Line quit = new(user.Hostmask, "QUIT", $"Banned ({Reason})") { Trailing = true };
            to.Neighbours(id, new Announcement(quit) { From = user }, andSelf: false);
            to.Watchers(user.Nick, Numeric.RPL_MONOFFLINE, user.Nick);
        }

        string told = BanRules.Told(before.Config, Reason);
        foreach (UserId id in Users)
        {
            to.User(id, BanRules.Numeric(before.FindUser(id)!.Nick, told));
            to.Close(id, told);
        }
    }
}
