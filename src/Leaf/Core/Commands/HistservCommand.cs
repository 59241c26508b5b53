using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// HISTSERV PLAY target [messages|time], EXPORT account, and DELETE target msgid before the root is asked: whether
/// there is such a message. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
sealed class HistservCommand(
    Replica replica, Output output, LongAnswers longAnswers, HistoryReads reads, RootLines rootLines) : ISessionHandler
{
    private const int Few = 50;

    public string Verb => "HISTSERV";

    public bool TakesItself(Session session, Line line) => line.Params is [var sub, _, ..]
        && (Is(sub, "PLAY") || Is(sub, "EXPORT") || (Is(sub, "DELETE") && line.Params.Count > 2));

    public void Handle(Session session, Line line)
    {
        if (replica.Network.FindUser(session.User) is not { } self) return;
        if (OperRules.Refusal(self, Verb) is { } refusal) output.Tell(session, refusal);
        else if (!replica.Config.History.Enabled)
            output.Tell(session, ERR_UNKNOWNCOMMAND.For(session.Called, Verb));
        else if (Is(line.Params[0], "EXPORT"))
            longAnswers.Begin(session, new HistoryExport(line.Params[1], reads, longAnswers), isAsked: true);
        else if (HistoryTarget.Named(replica.Network, line.Params[1]) is not { } target)
            output.Tell(session, Fail(line, "INVALID_TARGET", "There is no such channel, nor two accounts"));
        else if (Is(line.Params[0], "PLAY")) Play(session, line, target);
        else Delete(session, line, target);
    }

    private void Delete(Session session, Line line, HistoryTarget target)
    {
        if (!Mark.TryParse(line.Params[2], out Mark message))
        {
            output.Tell(session, Fail(line, "UNKNOWN_MSGID", "No message has such a msgid"));
            return;
        }

        Read(session, line, HistoryQuery.Of(target, message), page =>
        {
            if (page.Messages.Count == 0)
            {
                output.Tell(session, Fail(line, "UNKNOWN_MSGID", "There is no such message"));
                return;
            }

            // The answer, with its label, is the root's.
            session.Response = null;
            rootLines.Ask(session, line);
        });
    }

    private void Play(Session session, Line line, HistoryTarget target)
    {
        string much = line.Params.ElementAtOrDefault(2) ?? $"{Few}";
        int most = replica.Config.History.MaxMessages;
        if (HowMuch.Read(much) is not { } asked)
            output.Tell(session, Fail(line, "INVALID_PARAMS", HowMuch.Wanted));
        else
        {
            HistoryQuery query = HistoryQuery.Within(
                target, HistoryPoint.OfAny(replica.Time - asked.Ago), null, Math.Min(asked.Count ?? most, most));
            Read(session, line, query, page => longAnswers.TellOrQueue(session, new([], [.. Lines(session, page)])));
        }
    }

    private void Read(Session session, Line line, HistoryQuery query, Action<HistoryPage> show)
    {
        Readable of = new(line.Params[1], query.Target, long.MinValue);
        reads.Read(session, [(of, query)], found =>
        {
            if (found is null) output.Tell(session, HistoryFail.Unread(Verb, line.Params[0], line.Params[1]));
            else show(found.Pages[0]);
        });
    }

    // With the msgid, because DELETE wants it; a text too long for one line goes on in the next.
    private IEnumerable<Line> Lines(Session session, HistoryPage page)
    {
        foreach (KeptMessage said in page.Messages)
        {
            if (said.Command is not ("PRIVMSG" or "NOTICE")) continue;
            string head = $"{ServerTime.Show(said.Time)} {said.Mark.Msgid} <{said.Source.Split('!')[0]}> ";
            foreach (string text in said.Parts?.Select(p => p.Text) ?? [said.Params[^1]])
                for (string? rest = text; rest is not null;)
                {
                    Line notice = new(null, "NOTICE", session.Called, head) { Trailing = true };
                    string part = RelayRules.Cut(replica.Network, notice, rest, Limits.LineLen);
                    yield return notice with { Params = [session.Called, head + part] };
                    rest = part.Length < rest.Length && part.Length > 0 ? rest[part.Length..] : null;
                }
        }

        yield return new Line(null, "NOTICE", session.Called, "End of history") { Trailing = true };
    }

    private Line Fail(Line line, string code, string why) =>
        StandardReply.Fail(Verb, code, why, [.. line.Params.Take(3)]);

    private static bool Is(string word, string sub) => word.Equals(sub, StringComparison.OrdinalIgnoreCase);
}
