using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Lines are paid for from their session's input budget (fakelag). A session that cannot pay waits.</summary>
sealed class Budgets(Replica replica, SessionLimits limits, NextLine next)
{
    private readonly PriorityQueue<Session, long> _throttled = new();

    /// <summary>The line is paid for. False: it waits.</summary>
    public bool Has(Session session, int cost)
    {
        if (session.Throttled) return false;
        if (replica.Network.FindUser(session.User) is { } user && OperRules.May(user, OperCapabilities.NoFakelag))
            return true;
        long wait = session.Budget.Charge(limits.Of(session).Fakelag, cost, replica.Now);
        session.Throttled = wait > 0;
        if (wait > 0) _throttled.Enqueue(session, replica.Now + wait);
        return wait == 0;
    }

    /// <summary>The same for a line of a command, which may be free so many times (command-budgets).</summary>
    public bool HasFor(Session session, CommandTable.Entry? entry, Line? line) =>
        IsFree(session, entry) || Has(session, PriceOf(session, entry, line));

    private bool IsFree(Session session, CommandTable.Entry? entry)
    {
        foreach (CommandBudget budget in replica.Config.Session.Fakelag.Budgets)
        {
            if (entry?.Command.Name != budget.Command) continue;
            int used = session.FreeUses?.GetValueOrDefault(budget.Command) ?? 0;
            if (used >= budget.Uses) return false;
            (session.FreeUses ??= [])[budget.Command] = used + 1;
            return true;
        }

        return false;
    }

    private int PriceOf(Session session, CommandTable.Entry? entry, Line? line) =>
        entry is null || replica.Network.FindUser(session.User) is not { } user
            ? 1
            : Price.Of(entry, replica.Network, new Caller(user, replica.Now), line!);

    /// <summary>Time passes.</summary>
    public void Tick()
    {
        while (_throttled.TryPeek(out Session? session, out long due) && due <= replica.Now)
        {
            _throttled.Dequeue();
            session.Throttled = false;
            next.Try(session);
        }
    }
}
