using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// USERHOST and USERIP nick [nick …] - https://modern.ircdocs.horse/#userhost-message
/// https://defs.ircdocs.horse/defs/isupport#userip
/// </summary>
static class Userhost
{
    private const int NicksMax = 5;

    [IrcCommand("USERHOST", At.Leaf, MinParams = 1,
        Takes = "nick [nick …]", Says = "Tells the hosts of up to five users.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        Answer(net, line, RPL_USERHOST, by, user => user.Host);

    [IrcCommand("USERIP", At.Leaf, MinParams = 1,
        Takes = "nick [nick …]", Says = "Tells the addresses of up to five users, where you may see them.")]
    static Decision HandleAddresses(Network net, Caller by, Line line) =>
        Answer(net, line, RPL_USERIP, by, user => Visibility.ShownAddress(by.User, user));

    private static Decision Answer(
        Network net, Line line, Numeric answer, Caller asker, Func<User, string> host)
    {
        IEnumerable<string> users =
            from nick in line.Params.SelectMany(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Take(NicksMax)
            let user = net.FindUser(nick)
            where user is not null
            select Show(asker, user, host(user));
        List<Line> answers = [.. Packed.Lines(net, users, text => answer.For(asker.Nick, text))];
        return answers.Count > 0 ? answers : answer.For(asker.Nick, "");
    }

    private static string Show(Caller asker, User user, string host) =>
        $"{user.Nick}{(Visibility.MaySeeOper(asker.User, user) ? "*" : "")}="
        + $"{(user.Away is null ? '+' : '-')}{user.Username}@{host}";
}
