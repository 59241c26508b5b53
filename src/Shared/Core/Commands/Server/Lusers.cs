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
        bool tells = !net.Config.SuppressLusers || by.User.IsOper;
        int users = tells ? net.Users.Count : 0, invisible = tells ? net.InvisibleUsers : 0;
        string now = Number(users), most = Number(tells ? net.MostUsers : 0);
        yield return RPL_LUSERCLIENT.For(
            by.Nick, $"There are {users - invisible} users and {invisible} invisible on 1 servers");
        yield return RPL_LUSEROP.For(by.Nick, Number(tells ? net.Operators : 0));
        yield return RPL_LUSERCHANNELS.For(by.Nick, Number(tells ? net.Channels.Count : 0));
        yield return RPL_LUSERME.For(by.Nick, $"I have {now} clients and 0 servers");
        yield return RPL_LOCALUSERS.For(by.Nick, now, most, $"Current local users {now}, max {most}");
        yield return RPL_GLOBALUSERS.For(by.Nick, now, most, $"Current global users {now}, max {most}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
