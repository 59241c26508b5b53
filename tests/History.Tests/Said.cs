using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History.Tests;

/// <summary>Messages to archive, and the targets and accounts they are about.</summary>
static class Said
{
    public static readonly string[] Accounts = ["alice", "b.o*b>", "Ünï", new string('x', 300)];

    /// <summary>Channels, direct messages in all directions; some of which nothing is said in.</summary>
    public static readonly HistoryTarget[] Targets =
    [
        HistoryTarget.OfChannel(new Mark(1, new Position(1, 0))),
        HistoryTarget.OfChannel(new Mark(2, new Position(1, 0))),
        HistoryTarget.OfAccounts(Accounts[0], Accounts[1]), HistoryTarget.OfAccounts(Accounts[0], Accounts[0]),
        HistoryTarget.OfAccounts(Accounts[2], Accounts[0]), HistoryTarget.OfAccounts(Accounts[3], Accounts[1]),
        HistoryTarget.OfAccounts(Accounts[2], Accounts[3]),
    ];

    // Nobody says anything in the last one.
    private static readonly HistoryTarget[] s_used = Targets[..^1];

    /// <summary>
    /// A log: three epochs, of which the last begins before the end of the one before it, as after a log that went
    /// back, with its clock; several messages have one time, and some events a message in several targets.
    /// </summary>
    public static IReadOnlyList<HistoryItem> Log(int count, int seed)
    {
        Random dice = new(seed);
        List<HistoryItem> log = [];
        ulong epoch = 1, seq = 1;
        long time = 1_700_000_000_000;
        for (int index = 0; log.Count < count; index++)
        {
            if (log.Count > count / 3 && epoch == 1) (epoch, seq, index) = (5, seq + 1, 0);
            if (log.Count > count * 2 / 3 && epoch == 5) (epoch, seq, index, time) = (9, seq / 2, 0, time - 50);
            if (index > dice.Next(4)) (seq, index) = (seq + 1 + (ulong)dice.Next(2), 0);
            time += dice.Next(3) * 4;
            IEnumerable<HistoryTarget> targets = dice.Next(8) > 0
                ? [s_used[dice.Next(s_used.Length)]]
                : s_used.Where(_ => dice.Next(2) > 0).OrderBy(t => t.Key, StringComparer.Ordinal);
            string? account = dice.Next(5) == 0 ? null : Accounts[dice.Next(Accounts.Length)];
            log.AddRange(targets.Select(
                t => new HistoryItem(t, Message(new Mark(epoch, new Position(seq, index)), time, account))));
        }

        return log[..count];
    }

    /// <summary>So many messages of one target, one a second.</summary>
    public static IReadOnlyList<HistoryItem> Monologue(HistoryTarget target, int count, ulong firstSeq = 1) =>
    [
        .. from i in Enumerable.Range(0, count)
           let at = new Position(firstSeq + (ulong)i, 0)
           select new HistoryItem(
               target, Message(new Mark(1, at), 1_700_000_000_000 + (i * 1000), Accounts[i % Accounts.Length])),
    ];

    /// <summary>A message whose text is found nowhere else.</summary>
    public static KeptMessage Message(Mark mark, long time, string? account) =>
        new(mark.At, mark.Epoch, time, KeptKind.Message, "n!u@h", "PRIVMSG", ["#c", TextOf(mark)])
        {
            Account = account, IsBot = mark.At.Index == 1, Tags = mark.At.Index == 2 ? "+draft/reply=x" : "",
            Parts = mark.At.Index == 3 ? [new MessagePart("one", false), new MessagePart("two", true)] : null,
        };

    public static string TextOf(Mark mark) => $"text-{mark.Msgid}-text";
}
