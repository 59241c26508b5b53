using System.Buffers;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.History;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.LeafUnits;

/// <summary>A page of a history is the same wherever its parts come from: memory, archive, log.</summary>
public sealed class HistoryPageTests
{
    private const int Messages = 40;

    private const ulong Epoch = 7;

    private static readonly HistoryTarget s_target = HistoryTarget.OfChannel(new Mark(Epoch, new Position(1, 0)));

    [Fact]
    public async Task A_page_is_the_same_wherever_its_parts_come_from()
    {
        for (int seed = 1; seed <= 400; seed++)
        {
            Random dice = new(seed);
            KeptMessage[] all = Say(dice);
            // The memory has what is behind its edge, and the archive what is not behind its own.
            int edge = dice.Next(Messages + 1), archived = dice.Next(Messages + 1);
            RecentMessages memory = Remember(all, edge);
            await using MemoryArchive archive = new();
            await using (IHistoryPen pen = await archive.OpenAsync(Epoch, CancellationToken.None))
                await pen.AppendAsync(
                    [.. all.Take(archived).Select(m => new HistoryItem(s_target, m))], CancellationToken.None);
            Mark? upTo = archived == 0 ? null : all[archived - 1].Mark;

            for (int i = 0; i < 10; i++)
            {
                HistoryQuery query = AnyQuery(dice, all);
                PageInParts parts = PageInParts.Of(query, memory, upTo, all[^1].At, ShowsKind);
                HistoryPage page = parts.With(await OlderAsync(parts, archive, all), _ => false, _ => false);
                HistoryPage expected = HistoryPage.Of(
                    query, [.. all.Where(m => query.IsAbove(m) && query.IsBelow(m) && Shows(m))]);
                Assert.Equal(expected.Messages.Select(m => m.At), page.Messages.Select(m => m.At));
                // Of what is not shown nobody knows whether there is more.
                Assert.True(page.HasMore || !expected.HasMore, $"seed {seed}, query {i}: there is more");
            }
        }
    }

    [Fact]
    public void A_full_memory_drops_the_oldest_and_knows_it()
    {
        KeptMessage[] all = Say(new Random(1));
        RecentMessages memory = new();
        foreach (KeptMessage message in all)
            memory.Add(new HistoryItem(s_target, message), null, most: 10, spared: null);
        Assert.Equal(10, memory.Count);
        Assert.Equal(all[^11].Mark, memory.EdgeOf(s_target)!.Value.Mark);
        AssertSame(all[^10..], memory.Read(HistoryQuery.Latest(s_target, null, 1000), All));
        memory.Erase(HistoryErasure.Of(s_target, all[^1].Mark));
        AssertSame([all[^2]], [memory.NewestOf(s_target, All)!]);
    }

    [Fact]
    public void The_memory_of_all_channels_together_is_bounded()
    {
        RecentMessages memory = new();
        string text = new('x', 1 << 20);
        for (ulong channel = 1; channel <= 100; channel++)
        {
            HistoryTarget target = HistoryTarget.OfChannel(new Mark(Epoch, new Position(channel, 0)));
            memory.Add(
                new HistoryItem(target, Message(channel + 100, 0, "PRIVMSG", text)), null, most: 1000, spared: null);
        }

        Assert.InRange(memory.Count, 20, 40);
        Assert.Null(memory.NewestOf(HistoryTarget.OfChannel(new Mark(Epoch, new Position(1, 0))), All));
        Assert.Equal(
            200UL, memory.NewestOf(HistoryTarget.OfChannel(new Mark(Epoch, new Position(100, 0))), All)!.At.Seq);
    }

    [Fact]
    public async Task What_is_trimmed_from_the_log_and_not_archived_is_the_end()
    {
        KeptMessage[] all = Say(new Random(2));
        PageInParts parts = PageInParts.Of(
            HistoryQuery.Latest(s_target, null, 100), Remember(all, 30), archivedUpTo: null, all[^1].At, All);
        OlderMessages older = new(null, _ => Task.FromResult<byte[]?>(null));
        HistoryFound found =
            await older.FindAsync(new HistoryWanted(1, [parts.Older!], _ => true), CancellationToken.None);
        AssertSame(all[30..], parts.With(found.Pages[0], _ => false, _ => false).Messages);
    }

    // The older part was full when it was read; then some of it was redacted.
    [Fact]
    public async Task What_is_redacted_while_a_page_is_read_makes_it_shorter_and_leaves_no_hole()
    {
        KeptMessage[] all = Say(new Random(4));
        PageInParts parts = PageInParts.Of(
            HistoryQuery.After(s_target, HistoryPoint.Of(all[0].Mark), 10), Remember(all, 30), null, all[^1].At,
            ShowsKind);
        await using MemoryArchive archive = new();
        HistoryPage page = parts.With(
            await OlderAsync(parts, archive, all), m => m.Mark == all.First(m => Shows(m) && m != all[0]).Mark,
            _ => false);
        Assert.Equal(
            all.Skip(1).Where(Shows).Skip(1).Take(9).Select(m => m.At), page.Messages.Select(m => m.At));
        Assert.True(page.HasMore);
    }

    // A nats-server that begins says of an entry that it is not there.
    [Fact]
    public async Task What_the_log_does_not_give_is_no_hole_in_a_page()
    {
        KeptMessage[] all = Say(new Random(3));
        PageInParts parts = PageInParts.Of(
            HistoryQuery.Latest(s_target, null, 100), Remember(all, 30), all[10].Mark, all[^1].At, All);
        await using MemoryArchive archive = new();
        OlderMessages older = new(
            archive, seq => Task.FromResult(seq == all[20].At.Seq ? null : EntryOf(all, seq)));
        var silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => older.FindAsync(new HistoryWanted(1, [parts.Older!], _ => true), CancellationToken.None));
        Assert.Contains($"entry {all[20].At.Seq} ", silent.Message);
    }

    private static void AssertSame(IEnumerable<KeptMessage> expected, IEnumerable<KeptMessage> actual) =>
        Assert.Equal(expected.Select(Bytes), actual.Select(Bytes));

    private static byte[] Bytes(KeptMessage message)
    {
        ArrayBufferWriter<byte> bytes = new();
        Codec.Encode(message, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private static bool Shows(KeptMessage message) => ShowsKind(message.Kind, message.Command);

    private static bool ShowsKind(KeptKind kind, string command) => command != "NOTICE";

    private static bool All(KeptKind kind, string command) => true;

    private static async Task<HistoryPage> OlderAsync(PageInParts parts, MemoryArchive archive, KeptMessage[] all)
    {
        if (parts.Older is not { } part) return HistoryPage.Empty;
        OlderMessages older = new(archive, seq => Task.FromResult<byte[]?>(EntryOf(all, seq)));
        return (await older.FindAsync(new HistoryWanted(1, [part], Shows), CancellationToken.None)).Pages[0];
    }

    private static KeptMessage[] Say(Random dice)
    {
        List<KeptMessage> all = [];
        ulong seq = 10;
        long time = 1000;
        for (int i = 0; i < Messages; i++)
        {
            seq += (ulong)dice.Next(1, 4);
            time += dice.Next(3);
            all.Add(Message(seq, time, dice.Next(4) == 0 ? "NOTICE" : "PRIVMSG", $"{i}"));
        }

        return [.. all];
    }

    private static KeptMessage Message(ulong seq, long time, string command, string text) =>
        new(new Position(seq, 0), Epoch, time, KeptKind.Message, "a!a@a", command, ["#a", text]);

    private static RecentMessages Remember(KeptMessage[] all, int edge)
    {
        RecentMessages memory = new();
        memory.BeginAgain(edge == 0 ? null : new MemoryEdge(all[edge - 1].Mark, all[edge - 1].Time));
        for (int i = edge; i < all.Length; i++)
            memory.Add(new HistoryItem(s_target, all[i]), i == 0 ? null : all[i - 1].At, 1000, spared: null);
        return memory;
    }

    private static HistoryQuery AnyQuery(Random dice, KeptMessage[] all)
    {
        HistoryPoint one = AnyPoint(dice, all), other = AnyPoint(dice, all);
        int limit = dice.Next(1, 15);
        HistoryQuery query = dice.Next(6) switch
        {
            0 => HistoryQuery.Latest(s_target, dice.Next(2) == 0 ? null : one, limit),
            1 => HistoryQuery.Before(s_target, one, limit),
            2 => HistoryQuery.After(s_target, one, limit),
            3 => HistoryQuery.Around(s_target, one, limit).From,
            4 => HistoryQuery.Within(
                s_target, one.Mark is null ? HistoryPoint.Of(one.Time) : null, HistoryPoint.Of(1060), limit),
            _ => HistoryQuery.Between(s_target, one, other, limit),
        };
        return dice.Next(3) == 0 ? query with { Since = all[dice.Next(all.Length)].Time } : query;
    }

    private static HistoryPoint AnyPoint(Random dice, KeptMessage[] all)
    {
        KeptMessage at = all[dice.Next(all.Length)];
        return dice.Next(2) == 0 ? HistoryPoint.Of(at.Mark) : HistoryPoint.Of(at.Time);
    }

    private static byte[]? EntryOf(KeptMessage[] all, ulong seq)
    {
        int i = Array.FindIndex(all, m => m.At.Seq == seq);
        if (i < 0) return null;
        ChannelMessage said = new(all[i].Command, "#a", new UserId(1), all[i].Params[1], i == 0 ? null : all[i - 1].At)
        {
            Source = all[i].Source,
        };
        return Codec.Encode(new Entry(
            Payload.FormatVersion, Epoch, [new Outcome(all[i].Time, null, [said], [])]));
    }
}
