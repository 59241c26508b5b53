using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// What the modes of two users do to a message between them (+g, +R, +T), and how fast a user may turn to strangers. A
/// PRIVMSG that is not delivered is answered; a NOTICE or a TAGMSG is not.
/// https://modern.ircdocs.horse/#privmsg-message
/// </summary>
static class DirectGate
{
    /// <summary>The decision on a message that is not delivered; null if it is.</summary>
    public static Decision? Refuse(Network net, Caller by, User to, string command, string text)
    {
        if (DirectRules.Refusal(net, by.User, to, text) is { } refusal)
            return command != "PRIVMSG" ? Decision.Nothing
                : refusal == RPL_TARGUMODEG ? Hold(by, to)
                : refusal.For(by.Nick, to.Nick);
        if (DirectRules.TargetDue(net, by.User, to, by.Now) is null)
            return command == "PRIVMSG" ? ERR_TARGCHANGE.For(by.Nick, to.Nick) : Decision.Nothing;
        if (!Accepts(by.User, to, command) || DirectRules.MayAcceptMore(net, by.User)) return null;
        string mode = by.User.Has(UserModes.CallerId) ? "+g" : "+R";
        return command == "PRIVMSG" ? ERR_OWNMODE.For(by.Nick, to.Nick, mode) : Decision.Nothing;
    }

    /// <summary>A user whom one messages may answer: what is logged before the message for that, if anything.</summary>
    public static IEnumerable<Event> OpenTheWay(Network net, Caller by, User to, string command) =>
        Accepts(by.User, to, command) ? [Accept.With(net, by.User, to)] : [];

    private static bool Accepts(User from, User to, string command) =>
        command != "TAGMSG" && DirectRules.MustAccept(from, to);

    private static Decision Hold(Caller by, User to)
    {
        Line isHeld = RPL_TARGUMODEG.For(by.Nick, to.Nick);
        return by.Now - to.CallerToldAt < DirectRules.CallerNoticeEvery
            ? isHeld
            : new Decision([new CallerHeld(to.Id, by.Id)], [isHeld, RPL_TARGNOTIFY.For(by.Nick, to.Nick)]);
    }
}
