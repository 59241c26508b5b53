using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>AWAY [:message] - https://modern.ircdocs.horse/#away-message
/// https://ircv3.net/specs/extensions/pre-away</summary>
static class Away
{
    /// <summary>What others are told of those who say no more than "*": that nobody is there.</summary>
    private const string Unspecified = "Away";

    [IrcCommand("AWAY", At.Root)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string text = Utf8Text.Truncate(line.Params.FirstOrDefault(""), net.Config.Limits.AwayLen);
        string? message = text.Length == 0 ? null : text == "*" ? Unspecified : text;
        if (message == by.User.Away) return (message is null ? RPL_UNAWAY : RPL_NOWAWAY).For(by.Nick);
        return new AwayChanged(by.Id, message);
    }
}
