using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user whose connection was lost is back with another one. Nick, channels and modes are as they were, and nobody
/// else is told. If the old connection still hangs, it is closed;
/// other connections of the user stay. docs/resume.md
/// </summary>
[MessagePackObject]
public sealed record UserResumed(
    [property: Key(0)] UserId User, [property: Key(1)] SessionId Session, [property: Key(2)] string? Resume,
    [property: Key(3)] string Address) : Event
{
    [Key(4)] public string? Certfp { get; init; }
    [Key(5)] public string? Gateway { get; init; }
    /// <summary>The name of the new address; null: it has none. What others see stays.</summary>
    [Key(6)] public string? Hostname { get; init; }
    [Key(7)] public Via Via { get; init; }
    /// <summary>Where the new address is; null: nobody knows.</summary>
    [Key(8)] public Location? Place { get; init; }

    public override void ApplyTo(INetworkEditor edit) => edit.ReplaceUser(edit.FindUser(User) with
    {
        Session = Session, Resume = Resume, Address = Address, Certfp = Certfp, Gateway = Gateway,
        Hostname = Hostname, Via = Via, Place = Place, SentAwayAt = null,
    });

    public override void Announce(Network before, Audience to) =>
        to.Close(User, before.FindUser(User)!.Session, "Resumed by another connection");

    public override UserId? Greets() => User;
}
