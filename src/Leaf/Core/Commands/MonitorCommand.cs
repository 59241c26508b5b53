using IrcNats.Commands;
using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>MONITOR + nicks, - nicks, C, L and S. https://ircv3.net/specs/extensions/monitor</summary>
sealed class MonitorCommand(Replica replica, Output output, LongAnswers longAnswers, Watchers watchers)
    : ISessionHandler
{
    public string Verb => "MONITOR";

    public void Handle(Session session, Line line)
    {
        string verb = line.Params[0].ToUpperInvariant();
        string[] nicks = line.Params.Count > 1 ? line.Params[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        switch (verb)
        {
            case "+" when nicks.Length > 0:
                Add(session, nicks);
                break;
            case "-" when nicks.Length > 0:
                foreach (string nick in nicks) watchers.Remove(session, replica.Network.Fold(nick));
                break;
            case "C":
                watchers.Clear(session);
                break;
            case "L":
                TellOrQueue(session, PresenceLines.ListOf(replica.Network, session.Called, Own(session)));
                break;
            case "S":
                TellOrQueue(session, PresenceLines.Of(replica.Network, session.Called, Own(session)));
                break;
            case "" or "+" or "-":
                output.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "MONITOR"));
                break;
            default:
                output.Tell(
                    session, ERR_UNKNOWNERROR.For(session.Called, "MONITOR", "Only +, -, C, L and S are known"));
                break;
        }
    }

    private void Add(Session session, string[] nicks)
    {
        int most = replica.Config.Limits.MonitorEntries, nickLen = replica.Config.Limits.NickLen;
        List<string> added = [], tooMany = [];
        foreach (string nick in nicks.DistinctBy(replica.Network.Fold))
        {
            if (!Names.IsNick(nick, nickLen)) output.Tell(session, ERR_ERRONEUSNICKNAME.For(session.Called, nick));
            else if (watchers.TryAdd(session, replica.Network.Fold(nick), nick, most)) added.Add(nick);
            else tooMany.Add(nick);
        }

        foreach (Line line in PresenceLines.Of(replica.Network, session.Called, added)) output.Tell(session, line);
        if (tooMany.Count > 0)
            output.Tell(session, ERR_MONLISTFULL.For(session.Called, $"{most}", string.Join(',', tooMany)));
    }

    private static IEnumerable<string> Own(Session session) => session.Monitored?.Values.AsEnumerable() ?? [];

    private void TellOrQueue(Session session, IEnumerable<Line> lines) =>
        longAnswers.TellOrQueue(session, Decision.Reply(lines));
}
