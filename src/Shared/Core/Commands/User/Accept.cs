using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// ACCEPT [nick|-nick|*], several with commas: the users whose messages a user accepts although +g or +R is set; alone
/// or with "*" it lists them. https://defs.ircdocs.horse/defs/isupport#callerid
/// </summary>
static class Accept
{
    private const int NicksPerLine = 10;

    [IrcCommand("ACCEPT", At.Root, Targets = 0,
        Takes = "[nick|-nick|*]", Says = "Lets somebody message you although you have +g or +R.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string item = line.Params.FirstOrDefault("");
        if (item is "" or "*") return Decision.Reply(ListOf(net, by));
        bool removes = item[0] == '-';
        string nick = removes ? item[1..] : item;
        if (net.FindUser(nick) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, nick);
        bool isOn = by.User.Accepts.Contains(target.Id);
        if (removes) return isOn ? Without(net, by, target) : ERR_ACCEPTNOT.For(by.Nick, target.Nick);
        if (isOn) return ERR_ACCEPTEXIST.For(by.Nick, target.Nick);
        return DirectRules.MayAcceptMore(net, by.User) ? With(net, by.User, target) : ERR_ACCEPTFULL.For(by.Nick);
    }

    /// <summary>The user accepts one more; users who left the network are dropped from the list.</summary>
    public static AcceptsChanged With(Network net, User user, User other) =>
        new(user.Id, [.. DirectRules.AcceptedBy(net, user).Select(u => u.Id), other.Id]);

    private static AcceptsChanged Without(Network net, Caller by, User other) =>
        new(by.Id, [.. DirectRules.AcceptedBy(net, by.User).Select(u => u.Id).Where(id => id != other.Id)]);

    private static IEnumerable<Line> ListOf(Network net, Caller by) =>
    [
        .. DirectRules.AcceptedBy(net, by.User).Select(u => u.Nick).Chunk(NicksPerLine)
            .Select(nicks => RPL_ACCEPTLIST.For(by.Nick, nicks)),
        RPL_ENDOFACCEPT.For(by.Nick),
    ];
}
