using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Root.Moving;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

/// <summary>What an archive has goes into lines of JSON, and from there into another.</summary>
public sealed class HistoryTransferTests
{
    private static readonly HistoryTarget s_dev = HistoryTarget.OfChannel(MarkOf(1)),
        s_direct = HistoryTarget.OfAccounts("alice", "Ünï");

    private readonly List<string> _said = [];

    [Fact]
    public void A_message_comes_back_from_its_line_as_it_was()
    {
        foreach (HistoryItem item in Everything())
        {
            string line = HistoryLine.Of(item);
            Assert.DoesNotContain('\n', line);
            HistoryItem back = HistoryLine.Parse(line);
            Assert.Equal(item.Target, back.Target);
            Assert.Equal(BytesOf(item), BytesOf(back));
        }
    }

    [Fact]
    public void A_line_can_be_read_by_people() => Assert.Equal(
        """
        {"target":"c 000000000000100000000001","msgid":"000000000000200000000001","time":"2023-11-14T22:13:20.000Z",
        """
        + """
        "source":"n!u@h","command":"PRIVMSG","params":["#dev","it's <so> ü"],"account":"alice"}
        """,
        HistoryLine.Of(new HistoryItem(s_dev, Message(2, "it's <so> ü"))));

    [Theory]
    [InlineData("", "is not JSON of ours: *")]
    [InlineData("null", "is null")]
    [InlineData("[]", "is not JSON of ours: *")]
    [InlineData("""{"target":"x y"}""", "'x y' is no target")]
    [InlineData("""{"target":"c 000000000000100000000001"}""", "has no msgid, or null in it")]
    [InlineData("""{"targets":"c 000000000000100000000001"}""", "is not JSON of ours: *targets*")]
    [InlineData("""{"target":"c 000000000000100000000001","msgid":"1"}""", "'1' is no msgid")]
    [InlineData(
        """{"target":"c 000000000000100000000001","msgid":"000000000000200000000001","time":"noon"}""",
        "'noon' is no time such as *")]
    public void What_is_wrong_with_a_line_is_told(string line, string why) =>
        Assert.Matches(
            $"^{System.Text.RegularExpressions.Regex.Escape(why).Replace("\\*", ".*", StringComparison.Ordinal)}$",
            Assert.Throws<FormatException>(() => HistoryLine.Parse(line)).Message.ReplaceLineEndings(" "));

    // The archive scans its targets one behind the other; the file has them in the order in which they were said.
    [Fact]
    public async Task What_one_archive_has_is_in_another_after_an_export_and_any_number_of_imports()
    {
        await using MemoryArchive one = new(), other = new();
        await using (IHistoryPen pen = await one.OpenAsync(7, default)) await pen.AppendAsync(Everything(), default);
        StringWriter file = new();
        Assert.Equal(Everything().Count, await Transfer(one).ExportAsync(file, default));

        for (int time = 1; time <= 2; time++)
        {
            HistoryImported done =
                await Transfer(other).ImportAsync(new StringReader($"{file}"), "file", skipsBad: false, default);
            int all = Everything().Count;
            Assert.Equal((time == 1 ? all : 0, time == 1 ? 0 : all), (done.Imported, done.PassedOver));
            Assert.Equal(Everything()[^1].Message.Mark, done.UpTo!.Mark);
        }

        foreach (HistoryTarget target in (HistoryTarget[])[s_dev, s_direct])
            Assert.Equal(await MarksAsync(one, target), await MarksAsync(other, target));
        Assert.Empty(_said);
    }

    // A root of this epoch goes on with it, and one of an earlier epoch still does not.
    [Fact]
    public async Task An_import_keeps_the_archive_s_epoch()
    {
        await using MemoryArchive archive = new();
        await (await archive.OpenAsync(9, default)).DisposeAsync();
        await Transfer(archive).ImportAsync(new StringReader(LineOf(2)), "file", skipsBad: false, default);
        await Assert.ThrowsAsync<HistoryFencedException>(() => archive.OpenAsync(8, default));
        await (await archive.OpenAsync(9, default)).DisposeAsync();
    }

    [Theory]
    [InlineData("nonsense", "is not JSON of ours")]
    [InlineData(null, "is out of order: it is not behind the line before")]
    public async Task A_bad_line_ends_an_import_or_is_left_out_and_its_number_is_told(string? bad, string why)
    {
        string file = $"{LineOf(2)}\n{LineOf(3)}\n{bad ?? LineOf(2)}\n\n{LineOf(4)}\n";
        await using MemoryArchive strict = new(), lenient = new();
        MoveException wrong = await Assert.ThrowsAsync<MoveException>(
            () => Transfer(strict).ImportAsync(new StringReader(file), "file", skipsBad: false, default));
        Assert.StartsWith($"file:4: {why}", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith("; 2 messages before it were imported", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await MarksAsync(strict, s_dev)).Count);

        HistoryImported done =
            await Transfer(lenient).ImportAsync(new StringReader(file), "file", skipsBad: true, default);
        Assert.Equal((3, 1), (done.Imported, done.Bad));
        Assert.StartsWith($"left out: file:4: {why}", Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_sorted_however_many_parts_they_take()
    {
        Random dice = new(1);
        string[] lines = [.. Enumerable.Range(0, 1000).Select(_ => $"{dice.Next(5000):D4}").Distinct()];
        foreach (int most in (int[])[1, 7, 5000])
        {
            using LineSorter sorter = new(most);
            foreach (string line in lines) sorter.Add(line, $"the line {line}");
            Assert.Equal(lines.Order(StringComparer.Ordinal).Select(l => $"the line {l}"), sorter.Sorted());
        }
    }

    private HistoryTransfer Transfer(IHistoryArchive archive) => new(archive, TimeProvider.System, _said.Add);

    private static string LineOf(ulong seq) => HistoryLine.Of(new HistoryItem(s_dev, Message(seq, "x")));

    private static Mark MarkOf(ulong seq) => new(1, new Position(seq, 0));

    private static byte[] BytesOf(HistoryItem item) =>
        Codec.Encode(new Archived(Payload.FormatVersion, item.Target.Key, item.Message));

    private static async Task<IReadOnlyList<Mark>> MarksAsync(IHistoryArchive archive, HistoryTarget target) =>
        [.. (await archive.ReadAsync(HistoryQuery.Latest(target, null, 100), default)).Messages.Select(m => m.Mark)];

    private static KeptMessage Message(ulong seq, string text) => new(
        MarkOf(seq).At, 1, 1_700_000_000_000, KeptKind.Message, "n!u@h", "PRIVMSG", ["#dev", text])
    {
        Account = "alice",
    };

    // One of everything that a message may have, in both targets in turn.
    private static IReadOnlyList<HistoryItem> Everything() =>
    [
        new(s_dev, Message(2, "plain")),
        new(s_direct, Message(3, "\u0001ACTION \"waves\"\u0001 \u0002\u000304 \t\u007f\ud83d\ude00") with
        {
            Account = null,
        }),
        new(s_dev, Message(4, "") with { IsBot = true, Tags = "+draft/reply=x;+a=b\\:c", RelayedBy = "bridge" }),
        new(s_direct, Message(5, "one") with
        {
            Parts = [new MessagePart("one", false), new MessagePart("two", true)],
        }),
        new(s_dev, new KeptMessage(MarkOf(6).At, 1, 1_700_000_000_999, KeptKind.Happening, "n!u@h", "JOIN", ["#dev"])
        {
            Ahead = [new KeptLine("x!y@z", "QUIT", ["split"]) { Account = "bob", IsBot = true }],
        }),
        // The log went back: a later epoch stands behind, whatever its position.
        new(s_dev, new KeptMessage(
            new Position(3, 2), 7, 1_700_000_001_000, KeptKind.Message, "n!u@h", "NOTICE", ["#dev", "later"])),
        new(s_direct, new KeptMessage(
            new Position(3, 2), 7, 1_700_000_001_000, KeptKind.Message, "n!u@h", "NOTICE", ["#dev", "later"])),
    ];
}
