using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user left the network, or was made to. https://modern.ircdocs.horse/#quit-message</summary>
[MessagePackObject]
public sealed record UserQuit([property: Key(0)] UserId User, [property: Key(1)] string Reason) : Event
{
    /// <summary>The nick of the operator who killed them; null: nobody did.</summary>
    [Key(2)] public string? KilledBy { get; init; }

    public override void ApplyTo(INetworkEditor edit) => edit.RemoveUser(User);

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        Line quit = new(user.Hostmask, "QUIT", Reason) { Trailing = true };
        to.Neighbours(User, new Announcement(quit) { From = user }, andSelf: false);
        to.Watchers(user.Nick, Numeric.RPL_MONOFFLINE, user.Nick);
        if (KilledBy is not null)
            to.User(User, new Line(before.FindUser(KilledBy)?.Hostmask, "KILL", user.Nick, Reason) { Trailing = true });
        to.Close(User, Reason);
    }
}
