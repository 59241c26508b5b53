using IrcNats.Commands;
using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>MONITOR + nicks, - nicks, C, L and S. https://ircv3.net/specs/extensions/monitor</summary>
static class MonitorCommand
{
    public static void Handle(LeafCore leaf, Session session, Line line)
    {
        string verb = line.Params.Count > 0 ? line.Params[0].ToUpperInvariant() : "";
        string[] nicks = line.Params.Count > 1 ? line.Params[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        switch (verb)
        {
            case "+" when nicks.Length > 0:
                Add(leaf, session, nicks);
                break;
            case "-" when nicks.Length > 0:
                foreach (string nick in nicks) leaf.Watchers.Remove(session, leaf.Network.Fold(nick));
                break;
            case "C":
                leaf.Watchers.Clear(session);
                break;
            case "L":
                TellOrQueue(leaf, session, PresenceLines.ListOf(leaf.Network, session.Called, Own(session)));
                break;
            case "S":
                TellOrQueue(leaf, session, PresenceLines.Of(leaf.Network, session.Called, Own(session)));
                break;
            case "" or "+" or "-":
                leaf.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "MONITOR"));
                break;
            default:
                leaf.Tell(session, ERR_UNKNOWNERROR.For(session.Called, "MONITOR", "Only +, -, C, L and S are known"));
                break;
        }
    }

    private static void Add(LeafCore leaf, Session session, string[] nicks)
    {
        int most = leaf.Network.Config.Limits.MonitorEntries, nickLen = leaf.Network.Config.Limits.NickLen;
        List<string> added = [], tooMany = [];
        foreach (string nick in nicks.DistinctBy(leaf.Network.Fold))
        {
            if (!Names.IsNick(nick, nickLen)) leaf.Tell(session, ERR_ERRONEUSNICKNAME.For(session.Called, nick));
            else if (leaf.Watchers.TryAdd(session, leaf.Network.Fold(nick), nick, most)) added.Add(nick);
            else tooMany.Add(nick);
        }

        foreach (Line line in PresenceLines.Of(leaf.Network, session.Called, added)) leaf.Tell(session, line);
        if (tooMany.Count > 0)
            leaf.Tell(session, ERR_MONLISTFULL.For(session.Called, $"{most}", string.Join(',', tooMany)));
    }

    private static IEnumerable<string> Own(Session session) => session.Monitored?.Values.AsEnumerable() ?? [];

    private static void TellOrQueue(LeafCore leaf, Session session, IEnumerable<Line> lines) =>
        leaf.TellOrQueue(session, Decision.Reply(lines));
}
