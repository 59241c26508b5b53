using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A user became an IRC operator. https://modern.ircdocs.horse/#oper-message</summary>
[MessagePackObject]
public sealed record OperGranted([property: Key(0)] UserId User, [property: Key(1)] Oper Oper) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User);
        edit.ReplaceUser(user with { Oper = Oper, Modes = user.Modes | UserModes.Operator });
    }

    public override void Announce(Network before, Audience to)
    {
        User user = before.FindUser(User)!;
        to.User(User, Numeric.RPL_YOUREOPER.For(user.Nick));
        to.User(User, new Line(user.Hostmask, "MODE", user.Nick, "+o"));
    }
}
