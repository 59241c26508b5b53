using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>HISTORY target [messages, or a time such as 2h]: what was said last, for people whose clients cannot ask.
/// https://ircv3.net/specs/extensions/chathistory</summary>
sealed class HistoryCommand(Replica replica, Output output, HistoryAccess access, Playback playback) : ISessionHandler
{
    private const int Few = 50;

    public string Verb => "HISTORY";

    public void Handle(Session session, Line line)
    {
        string much = line.Params.ElementAtOrDefault(1) ?? $"{Few}";
        int most = replica.Config.History.MaxMessages;
        if (!replica.Config.History.Enabled)
            output.Tell(session, ERR_UNKNOWNCOMMAND.For(session.Called, Verb));
        else if (access.Find(session, line.Params[0]) is not { } of)
            output.Tell(session, HistoryFail.Target(Verb, line.Params[0]));
        else if (HowMuch.Read(much) is { } asked)
            playback.Show(
                session, Verb, [of], HistoryPoint.OfAny(replica.Time - asked.Ago), null,
                Math.Min(asked.Count ?? most, most));
        else output.Tell(session, HistoryFail.Params(Verb, HowMuch.Wanted, much));
    }
}
