using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// LUSERS [mask [server]] - https://modern.ircdocs.horse/#lusers-message
/// Every process of the network is the same one server here: local and global users are the same. 253 is left out,
/// because connections that are no users yet are known to their leaf only.
/// </summary>
static class Lusers
{
    [IrcCommand("LUSERS", At.Leaf,
        Says = "Counts users and channels.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        AskedServer.Refuse(net, by, line, index: 1) is { } refusal ? refusal : Decision.Reply(Lines(net, by));

    public static IEnumerable<Line> Lines(Network net, Caller by)
    {
        int users = net.Users.Count;
        string now = Number(users), most = Number(net.MostUsers);
        yield return RPL_LUSERCLIENT.For(
            by.Nick, $"There are {users - net.InvisibleUsers} users and {net.InvisibleUsers} invisible on 1 servers");
        yield return RPL_LUSEROP.For(by.Nick, Number(net.Operators));
        yield return RPL_LUSERCHANNELS.For(by.Nick, Number(net.Channels.Count));
        yield return RPL_LUSERME.For(by.Nick, $"I have {now} clients and 0 servers");
        yield return RPL_LOCALUSERS.For(by.Nick, now, most, $"Current local users {now}, max {most}");
        yield return RPL_GLOBALUSERS.For(by.Nick, now, most, $"Current global users {now}, max {most}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
