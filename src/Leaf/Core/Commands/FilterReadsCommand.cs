using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>FILTER LIST [mask] and FILTER TRY place text: answered from the replica. The rest is the root's.
/// https://docs.inspircd.org/4/modules/filter/</summary>
sealed class FilterReadsCommand(Replica replica, Output output, LongAnswers longAnswers) : ISessionHandler
{
    private const string List = "LIST", Try = "TRY";

    public string Verb => "FILTER";

    public bool TakesItself(Session session, Line line) => Is(line, List) || Is(line, Try);

    public void Handle(Session session, Line line)
    {
        if (replica.Network.FindUser(session.User) is not { } self) return;
        if (OperRules.Refusal(self, Verb) is { } refusal) output.Tell(session, refusal);
        else if (Is(line, List))
            longAnswers.Begin(session, new FilterList(line.Params.ElementAtOrDefault(1)), isAsked: true);
        else output.Tell(session, FilterList.Try(replica.Network, new Caller(self, replica.Time), line));
    }

    private static bool Is(Line line, string sub) =>
        line.Params.Count > 0 && line.Params[0].Equals(sub, StringComparison.OrdinalIgnoreCase);
}
