using IrcNats.History;
using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.LeafUnits;

/// <summary>What a leaf has in memory of histories is what a plain list of the same messages has.</summary>
public sealed class RecentMessagesTests
{
    private const ulong Epoch = 7;
    private const int Targets = 5;

    [Fact]
    public void Memory_has_what_a_list_has()
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            Random dice = new(seed);
            RecentMessages memory = new();
            List<KeptMessage>[] lists = [.. Enumerable.Range(0, Targets).Select(_ => new List<KeptMessage>())];
            int most = dice.Next(1, 40);
            for (ulong seq = 100; seq < 300; seq++)
            {
                int target = dice.Next(Targets);
                KeptMessage message = Message(seq, dice);
                memory.Add(new HistoryItem(TargetOf(target), message), null, most, spared: null);
                lists[target].Add(message);
                if (lists[target].Count > most) lists[target].RemoveAt(0);
                if (dice.Next(10) == 0) Erase(memory, lists, dice);
                // An erased message keeps its place: it is an empty one in the list.
                for (int i = 0; i < Targets; i++) AssertSame(TargetOf(i), lists[i], memory);
            }
        }
    }

    // An account talks to everybody once: what a history itself takes counts, too.
    [Fact]
    public void Many_histories_of_one_message_are_bounded()
    {
        RecentMessages memory = new();
        Random dice = new(1);
        for (ulong seq = 1; seq <= 100_000; seq++)
            memory.Add(new HistoryItem(TargetOf((int)seq), Message(seq, dice)), null, most: 10, spared: null);
        Assert.InRange(memory.Count, 10_000, RecentMessages.WeightMax / 1000);
        Assert.Equal(100_000UL, memory.NewestOf(TargetOf(100_000), (_, _) => true)!.At.Seq);
        Assert.Null(memory.NewestOf(TargetOf(1), (_, _) => true));
    }

    // Happenings (JOIN) and direct messages (what a bot said 300 times to one account) cannot be read from the log.
    [Fact]
    public void What_the_archive_does_not_have_yet_stays_however_much_it_is()
    {
        RecentMessages memory = new();
        Random dice = new(1);
        for (ulong seq = 1; seq <= 50; seq++) Add(seq, archived: 20);
        Assert.Equal(30, memory.Count);
        Assert.Equal(20UL, memory.EdgeOf(TargetOf(0))!.Value.Mark.At.Seq);
        Add(51, archived: 51);
        Assert.Equal(5, memory.Count);

        void Add(ulong seq, ulong archived) => memory.Add(
            new HistoryItem(TargetOf(0), Message(seq, dice)), null, most: 5, MarkOf(archived));
    }

    [Fact]
    public void A_memory_that_is_full_of_what_is_not_archived_knows_whose_history_has_a_hole()
    {
        RecentMessages memory = new();
        Random dice = new(1);
        HistoryTarget pair = HistoryTarget.OfAccounts("alice", "bob");
        memory.Add(new HistoryItem(pair, Message(1, dice)), null, most: 10, MarkOf(0));
        ulong seq = 1;
        while (memory.EdgeOf(pair) is null)
            memory.Add(new HistoryItem(TargetOf((int)++seq), Message(seq, dice)), null, most: 10, MarkOf(0));
        Assert.True(memory.MayLack(pair, MarkOf(0)));
        Assert.True(memory.MayLack(pair, archivedUpTo: null));
        Assert.False(memory.MayLack(HistoryTarget.OfChannel(MarkOf(1)), MarkOf(0)));
        Assert.False(memory.MayLack(pair, MarkOf(seq)));
    }

    [Fact]
    public void A_memory_that_begins_before_the_archive_has_all_knows_that_it_may_lack_direct_messages()
    {
        RecentMessages memory = new();
        HistoryTarget pair = HistoryTarget.OfAccounts("alice", "bob");
        memory.BeginAgain(new MemoryEdge(MarkOf(10), 1000), isArchived: true);
        Assert.True(memory.MayLack(pair, MarkOf(9)));
        Assert.False(memory.MayLack(HistoryTarget.OfChannel(MarkOf(1)), MarkOf(9)));
        Assert.False(memory.MayLack(pair, MarkOf(10)));
        memory.BeginAgain(new MemoryEdge(MarkOf(10), 1000));
        Assert.False(memory.MayLack(pair, MarkOf(9)));
    }

    [Fact]
    public void A_window_has_what_a_queue_has_and_bounded_room()
    {
        Random dice = new(1);
        Window<int> window = new();
        Queue<int> queue = [];
        for (int i = 0; i < 20_000; i++)
        {
            if (dice.Next(4000) < i % 4000)
            {
                int count = dice.Next(queue.Count + 1) / 8;
                window.DropFirst(count);
                for (int k = 0; k < count; k++) queue.Dequeue();
            }
            else
            {
                int[] items = [.. Enumerable.Range(i, dice.Next(20))];
                window.Append(items);
                foreach (int item in items) queue.Enqueue(item);
            }

            Assert.True(queue.SequenceEqual(window.Items.ToArray()), $"after {i} steps");
            Assert.InRange(window.Room, 0, Math.Max(8, 4 * window.Count));
        }
    }

    private static void Erase(RecentMessages memory, List<KeptMessage>[] lists, Random dice)
    {
        int target = dice.Next(Targets);
        KeptMessage? one = lists[target].Count == 0 ? null : lists[target][dice.Next(lists[target].Count)];
        HistoryErasure what = one is null || dice.Next(2) == 0
            ? HistoryErasure.Of($"account{dice.Next(3)}")
            : HistoryErasure.Of(TargetOf(target), one.Mark);
        memory.Erase(what);
        for (int i = 0; i < Targets; i++)
            for (int k = 0; k < lists[i].Count; k++)
                if (what.Takes(TargetOf(i), lists[i][k].Mark, lists[i][k].Account))
                    lists[i][k] = lists[i][k] with { Command = "" };
    }

    private static void AssertSame(HistoryTarget target, List<KeptMessage> list, RecentMessages memory)
    {
        List<KeptMessage> shown = [.. list.Where(m => m.Command != "")];
        List<KeptMessage> read = memory.Read(HistoryQuery.Latest(target, null, 1000), (_, _) => true);
        Assert.Equal(shown.Select(Text), read.Select(Text));
        Assert.Equal(
            shown.Select(Text).LastOrDefault(),
            memory.NewestOf(target, (_, _) => true) is { } newest ? Text(newest) : null);
        Assert.Equal(
            shown.Where(m => m.Command == "NOTICE").Select(Text).LastOrDefault(),
            memory.NewestOf(target, (_, command) => command == "NOTICE") is { } notice ? Text(notice) : null);
        if (shown.Count < 3) return;
        Mark middle = shown[shown.Count / 2].Mark;
        Assert.Equal(
            shown.Where(s => s.Mark > middle).Take(3).Select(Text),
            memory.Read(HistoryQuery.After(target, HistoryPoint.Of(middle), 2), (_, _) => true).Select(Text));
        Assert.Equal(
            shown.Where(s => s.Mark < middle).TakeLast(3).Select(Text),
            memory.Read(HistoryQuery.Before(target, HistoryPoint.Of(middle), 2), (_, _) => true).Select(Text));
    }

    private static string Text(KeptMessage m) =>
        $"{m.Mark} {m.Time} {m.Source} {m.Command} {m.Account} {string.Join(' ', m.Params)}";

    private static HistoryTarget TargetOf(int i) =>
        HistoryTarget.OfChannel(MarkOf((ulong)i + 1));

    private static Mark MarkOf(ulong seq) => new(Epoch, new Position(seq, 0));

    private static KeptMessage Message(ulong seq, Random dice) =>
        new(
            new Position(seq, 0), Epoch, (long)seq, KeptKind.Message, "a!a@a",
            dice.Next(3) == 0 ? "NOTICE" : "PRIVMSG", ["#a", new('x', dice.Next(300))])
        {
            Account = dice.Next(2) == 0 ? null : $"account{dice.Next(3)}",
        };
}
