using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>AWAY [:message] - https://modern.ircdocs.horse/#away-message
/// https://ircv3.net/specs/extensions/pre-away</summary>
[IrcCommand("AWAY", At.Session, Stages = Stages.Registering, Needs = Capabilities.PreAway)]
static class Away
{
    /// <summary>What others are told of a user whose message is only "*".</summary>
    private const string Unspecified = "Away";

    [IrcCommand("AWAY", At.Root,
        Takes = "[:message]", Says = "Marks you as away, or as back when there is no message.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string text = line.Params.FirstOrDefault("");
        if (SessionRules.IsAwayBySessions(net, by.User)) return OfSession(net, by, text);
        string? message = MessageOf(net, text);
        // What this connection said while that counted for itself counts no more.
        IReadOnlyList<Event> left = by.User.NotesOf(by.Session).Away is null
            ? []
            : [new SessionAwaySet(by.Id, by.Session, null)];
        return message == by.User.Away
            ? new Decision(left, [(message is null ? RPL_UNAWAY : RPL_NOWAWAY).For(by.Nick)])
            : new Decision([.. left, new AwayChanged(by.Id, message)], []);
    }

    private static Decision OfSession(Network net, Caller by, string text)
    {
        IReadOnlyList<Event> said = Said(net, by.User, by.Session, text, by.Now);
        Numeric told = text.Length == 0 ? RPL_UNAWAY : RPL_NOWAWAY;
        return new Decision(said, said.Any(e => e is AwayChanged) ? [] : [told.For(by.Nick)]);
    }

    /// <summary>A connection of the user is away, or back; whether the user is follows from all of them.</summary>
    public static IReadOnlyList<Event> Said(Network net, User user, SessionId session, string text, long now)
    {
        SessionAwaySet set = new(user.Id, session, OwnOf(net, text));
        return
        [
            .. set.Message == user.NotesOf(session).Away ? [] : new[] { set },
            .. Changed(user, SessionRules.AwayOf(set.Applied(user, now))),
        ];
    }

    /// <summary>The user has that away message from now on.</summary>
    public static IEnumerable<Event> Changed(User user, string? message) =>
        message == user.Away ? [] : [new AwayChanged(user.Id, message)];

    /// <summary>The message that others are told; null: the user is there.</summary>
    public static string? MessageOf(Network net, string text) =>
        OwnOf(net, text) is not { } message ? null : message == SessionRules.Silent ? Unspecified : message;

    /// <summary>The message of one connection; null: somebody is there.</summary>
    public static string? OwnOf(Network net, string text) =>
        Utf8Text.Truncate(text, net.Config.Limits.AwayLen) is { Length: > 0 } message ? message : null;
}
