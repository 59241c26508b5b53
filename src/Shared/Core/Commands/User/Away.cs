using IrcNats.Events;
using IrcNats.Protocol;
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
        string? message = MessageOf(net, line.Params.FirstOrDefault(""));
        if (message == by.User.Away) return (message is null ? RPL_UNAWAY : RPL_NOWAWAY).For(by.Nick);
        return new AwayChanged(by.Id, message);
    }

    /// <summary>The message that others are told; null: the user is there.</summary>
    public static string? MessageOf(Network net, string text)
    {
        string message = Utf8Text.Truncate(text, net.Config.Limits.AwayLen);
        return message.Length == 0 ? null : message == "*" ? Unspecified : message;
    }
}
