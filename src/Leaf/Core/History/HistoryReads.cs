using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>A read under way: the session's next lines wait for it.</summary>
/// <param name="Response">What the answer belongs to when its command has a label.</param>
/// <param name="Show">Shows what was found; null: nothing could be read.</param>
sealed record ReadUnderWay(HistoryWanted Wanted, Response? Response, Action<HistoryFound?> Show);

/// <summary>
/// Pages of histories: the newer part from memory, the older one from the archive and the log. What was taken out of a
/// history is left out.
/// </summary>
sealed class HistoryReads(
    Replica replica, RecentMessages memory, Output output, Sessions sessions, ILeafPorts ports, NextLine next,
    Alarms alarms)
{
    /// <summary>Whether a session is shown messages of a kind and command when it reads a history.</summary>
    public static Func<KeptKind, string, bool> ShownTo(Session session)
    {
        bool all = session.Has(Capabilities.EventPlayback), tags = session.Has(Capabilities.MessageTags);
        return (kind, command) => command switch
        {
            "PRIVMSG" or "NOTICE" => kind == KeptKind.Message,
            "TAGMSG" => all && tags,
            _ => all,
        };
    }

    /// <summary>Reads pages. They are shown at once, or when they are found.</summary>
    /// <param name="show">Gets a page for each query; null: it cannot be read now.</param>
    public void Read(
        Session session, IReadOnlyList<(Readable Of, HistoryQuery Query)> queries, Action<HistoryFound?> show)
    {
        Func<KeptKind, string, bool> shows = ShownTo(session);
        Network net = replica.Network;
        PageInParts[] pages =
        [
            .. queries.Select(q => PageInParts.Of(
                q.Query, memory, net.ArchivedUpTo, net.LastMessage(q.Of.Name), shows)),
        ];
        OlderPart[] older = [.. pages.Select(p => p.Older).OfType<OlderPart>()];
        if (older.Length == 0)
        {
            show(Complete(pages, new HistoryFound([])));
            return;
        }

        if (older.Any(p => memory.MayLack(p.Query.Target, p.ArchivedUpTo)))
        {
            show(null);
            return;
        }

        // What is left out afterwards would be missing at the page's end, as if there were no more.
        Func<Position, string?, bool> isErased = net.ErasedAsOfNow();
        HistoryWanted wanted = new(session.Number, older, m => shows(m.Kind, m.Command) && !isErased(m.At, m.Account));
        if (!ports.ReadHistory(wanted))
        {
            show(null);
            return;
        }

        session.Reading = new ReadUnderWay(wanted, session.Response, found => show(Complete(pages, found)));
        session.Response = null;
    }

    /// <summary>Reads the next part of what an account said, for a long answer that goes on when it is there.</summary>
    /// <returns>False: it cannot be read now.</returns>
    public bool Scan(Session session, string account, string? from, Action<HistoryScan?> show)
    {
        HistoryWanted wanted = new(session.Number, [], _ => true) { Export = (account, from) };
        if (!ports.ReadHistory(wanted)) return false;
        session.Reading = new ReadUnderWay(wanted, null, found => show(found?.Scan));
        return true;
    }

    /// <summary>Looks which histories were active, as far as the archive knows.</summary>
    /// <returns>False: it cannot be read now.</returns>
    public bool Active(Session session, HistoryActivityQuery query, Action<IReadOnlyList<HistoryActivity>?> show)
    {
        HistoryWanted wanted = new(session.Number, [], _ => true) { Activity = query };
        if (!ports.ReadHistory(wanted)) return false;
        session.Reading = new ReadUnderWay(wanted, session.Response, found => show(found?.Active));
        session.Response = null;
        return true;
    }

    /// <summary>What was wanted was found; null: it could not be.</summary>
    public void Found(Session session, HistoryWanted wanted, HistoryFound? found)
    {
        if (session.Reading is not { } reading || reading.Wanted != wanted) return;
        session.Reading = null;
        if (!session.IsLive) return;
        session.Response = reading.Response;
        try
        {
            reading.Show(found);
        }
        catch (Exception fault)
        {
            alarms.Contained("the showing of history", fault);
            sessions.End(session, Ending.Dropped("Internal error"));
        }

        output.FinishAnswer(session);
        next.Try(session);
    }

    private HistoryFound? Complete(PageInParts[] pages, HistoryFound? found)
    {
        if (found is null) return null;
        Queue<HistoryPage> older = new(found.Pages);
        Network net = replica.Network;
        return new HistoryFound(
        [
            .. pages.Select(p => p.With(
                p.Older is null ? HistoryPage.Empty : older.Dequeue(), m => net.IsErased(m.At, m.Account),
                m => net.IsInDoubt(m.At))),
        ]);
    }
}
