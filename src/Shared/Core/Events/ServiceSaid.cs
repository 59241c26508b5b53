using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A service tells a user of something that somebody else did.</summary>
/// <param name="By">The service's hostmask.</param>
[MessagePackObject]
public sealed record ServiceSaid(
    [property: Key(0)] UserId User, [property: Key(1)] string By, [property: Key(2)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit) { }

    public override void Announce(Network before, Audience to) =>
        to.User(User, new Line(By, "NOTICE", before.FindUser(User)!.Nick, Text) { Trailing = true });
}
