using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Somebody whom a user with +g does not accept messaged them: the user is told who it was, once in a while. Times and
/// numerics are those of the charybdis family's caller-ID. https://defs.ircdocs.horse/defs/numerics#rpl-umodegmsg-718
/// </summary>
[MessagePackObject]
public sealed record CallerHeld([property: Key(0)] UserId To, [property: Key(1)] UserId From) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.MarkActive(From);
        edit.ReplaceUser(edit.FindUser(To) with { CallerToldAt = edit.Stamp.Time });
    }

    public override void Announce(Network before, Audience to)
    {
        User from = before.FindUser(From)!;
        Line caller = Numeric.RPL_UMODEGMSG.For(
            before.FindUser(To)!.Nick, from.Nick, $"{from.Username}@{from.Host}");
        to.User(To, caller);
    }
}
