using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// UBAN LIST [mask] and INFO target, and the LIST of KLINE, DLINE, RESV and LOCKDOWN: answered from the replica. The
/// rest of these verbs is the root's. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
sealed class BanListCommand(
    Replica replica, Output output, LongAnswers longAnswers, ILeafPorts ports, string verb) : ISessionHandler
{
    private const string List = "LIST", Info = "INFO";

    public string Verb => verb;

    /// <summary>One for each verb.</summary>
    public static IEnumerable<BanListCommand> All(
        Replica replica, Output output, LongAnswers longAnswers, ILeafPorts ports) =>
        from verb in (string[])["UBAN", "KLINE", "DLINE", "RESV", "LOCKDOWN"]
        select new BanListCommand(replica, output, longAnswers, ports, verb);

    public bool TakesItself(Session session, Line line) =>
        Is(line, List) || (verb == "UBAN" && Is(line, Info) && line.Params.Count > 1);

    public void Handle(Session session, Line line)
    {
        if (replica.Network.FindUser(session.User) is not { } self) return;
        if (OperRules.Refusal(self, verb) is { } refusal) output.Tell(session, refusal);
        else if (Is(line, List))
            longAnswers.Begin(
                session, new BanList(BanLines.ListedBy(verb), line.Params.ElementAtOrDefault(1)), isAsked: true);
        else
            output.Tell(session, BanLines.Info(
                replica.Network, new Caller(self, replica.Time), verb, line.Params[1], ports.PlaceOf));
    }

    private static bool Is(Line line, string sub) =>
        line.Params.Count > 0 && line.Params[0].Equals(sub, StringComparison.OrdinalIgnoreCase);
}
