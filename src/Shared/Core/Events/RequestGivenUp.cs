using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Roots ended one after the other while they decided this request, so no root decides it any more. Its sender
/// (<paramref name="By"/>: a nick, or what stands for one) is told that it failed; operators are told of it.
/// </summary>
[MessagePackObject]
public sealed record RequestGivenUp(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong Number,
    [property: Key(3)] string Verb, [property: Key(4)] string By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.Try(Leaf, Incarnation, Number + 1, Number);

    public override void Announce(Network before, Audience to)
    {
        string text = $"{Verb} of {By} ended two root processes, one after the other, and is not tried again";
        foreach (User user in before.Users)
            if (user.IsOper)
                to.User(user.Id, new Line(before.Config.ServerName, "NOTICE", user.Nick, text) { Trailing = true });
    }
}
