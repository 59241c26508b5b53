using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>MOTD [server] - https://modern.ircdocs.horse/#motd-message</summary>
static class Motd
{
    [IrcCommand("MOTD", At.Leaf,
        Says = "Shows the message of the day.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        AskedServer.Refuse(net, by, line) is { } refusal ? refusal : Decision.Reply(Lines(net, by));

    public static IEnumerable<Line> Lines(Network net, Caller by)
    {
        NetworkConfig config = net.Config;
        return config.Motd.Count == 0
            ? [ERR_NOMOTD.For(by.Nick)]
            :
            [
                RPL_MOTDSTART.For(by.Nick, $"- {config.ServerName} Message of the day - "),
                .. config.Motd.Select(text => RPL_MOTD.For(by.Nick, $"- {text}")),
                RPL_ENDOFMOTD.For(by.Nick),
            ];
    }
}
