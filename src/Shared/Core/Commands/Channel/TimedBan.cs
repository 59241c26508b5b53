using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// TBAN channel time mask: a ban that the server takes off by itself, as MODE +b t:time:mask sets it.
/// https://docs.inspircd.org/4/modules/timedbans/
/// </summary>
static class TimedBan
{
    [IrcCommand("TBAN", At.Root, MinParams = 3,
        Takes = "channel time mask", Says = "Bans for a time such as 30m, 12h or 7d: MODE +b t:time:mask.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (net.FindChannel(line.Params[0]) is not { } channel)
            return ERR_NOSUCHCHANNEL.For(by.Nick, line.Params[0]);
        ChannelModeEdit edit = new(net, by, channel);
        edit.Try(new ModeRequest(Adds: true, 'b', $"t:{line.Params[1]}:{line.Params[2]}"));
        return edit.Decide();
    }
}
