using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>KILL nick [:reason] - https://modern.ircdocs.horse/#kill-message</summary>
static class Kill
{
    /// <summary>Bytes of a reason, so that QUIT and KILL fit into a line even with the longest names.</summary>
    private const int ReasonLen = 300;

    [IrcCommand("KILL", At.Root, MinParams = 1, OperOnly = true,
        Takes = "nick [:reason]", Says = "For operators: ends somebody's connection.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (net.FindUser(line.Params[0]) is not { } target)
            return ERR_NOSUCHNICK.For(by.Nick, line.Params[0]);
        string reason = line.Params.Count > 1 && line.Params[1].Length > 0
            ? Utf8Text.Truncate(line.Params[1], ReasonLen)
            : "No reason given";
        return new UserQuit(target.Id, $"Killed ({by.Nick} ({reason}))") { KilledBy = by.Nick };
    }
}
