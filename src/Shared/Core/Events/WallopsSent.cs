using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator said something to every user with +w. https://modern.ircdocs.horse/#wallops-message</summary>
[MessagePackObject]
public sealed record WallopsSent([property: Key(0)] UserId From, [property: Key(1)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.MarkActive(From);

    public override void Announce(Network before, Audience to)
    {
        User from = before.FindUser(From)!;
        foreach (User user in before.Users)
            if (user.Has(UserModes.Wallops)) to.User(user.Id, new Announcement(Line(from)) { From = from });
    }

    /// <summary>The line as its receivers get it.</summary>
    public Line Line(User from) => new(from.Hostmask, "WALLOPS", Text) { Trailing = true };
}
