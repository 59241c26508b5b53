using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>USERHOST nick [nick …] - https://modern.ircdocs.horse/#userhost-message</summary>
static class Userhost
{
    private const int NicksMax = 5;

    [IrcCommand("USERHOST", At.Leaf, MinParams = 1)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        List<Line> answers =
        [
            .. Packed.Lines(
                net,
                from nick in line.Params.Take(NicksMax)
                let user = net.FindUser(nick)
                where user is not null
                select Show(user),
                users => RPL_USERHOST.For(by.Nick, users)),
        ];
        return answers.Count > 0 ? answers : RPL_USERHOST.For(by.Nick, "");
    }

    private static string Show(User user) =>
        $"{user.Nick}{(user.IsOper ? "*" : "")}={(user.Away is null ? '+' : '-')}{user.Username}@{user.Host}";
}
