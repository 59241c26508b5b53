using System.Text.Json;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Transcripts;

/// <summary>What operators do with histories, where it takes an archive, or accounts.</summary>
public sealed class HistservTests
{
    private const ulong Epoch = 7;

    private static readonly HistoryTarget s_target = HistoryTarget.OfChannel(new Mark(Epoch, new Position(1, 0)));

    [Fact]
    public async Task An_export_is_a_JSON_object_for_each_message_of_the_account_however_long()
    {
        await using MemoryArchive archive = new();
        string text = string.Concat(Enumerable.Repeat("Grüße \"and\" 🧀 ", 60));
        await using (IHistoryPen pen = await archive.OpenAsync(Epoch, CancellationToken.None))
            foreach (HistoryItem[] batch in Enumerable.Range(1, 2500).Select(Message).Chunk(1000))
                await pen.AppendAsync(batch, CancellationToken.None);
        await using MemoryStage stage = await OperAsync(archive);
        string[] lines = await AskAsync(stage, "HISTSERV EXPORT Alice");
        JsonElement[] objects = [.. Objects(lines[..^1]).Select(o => JsonDocument.Parse(o).RootElement)];
        Assert.Equal(1250, objects.Length);
        Assert.All(objects, o => Assert.Equal(text, o.GetProperty("params")[1].GetString()));
        Assert.Equal(
            Enumerable.Range(1, 2500).Where(IsOfAlice).Select(i => new Mark(Epoch, At(i)).Msgid),
            objects.Select(o => o.GetProperty("msgid").GetString()));
        Assert.Contains("End of export: 1250 messages of Alice", lines[^1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 1, 510));

        HistoryItem Message(int i) => new(s_target, new KeptMessage(
            At(i), Epoch, 1_700_000_000_000 + i, KeptKind.Message, "alice!a@host.test", "PRIVMSG", ["#a", text])
        {
            Account = IsOfAlice(i) ? "Alice" : "Bob",
        });
    }

    [Fact]
    public async Task Without_an_answer_of_the_archive_an_export_says_so()
    {
        await using MemoryStage stage = await OperAsync(null);
        Assert.Contains(
            "The archive does not answer: 0 messages of Alice", Assert.Single(
                await AskAsync(stage, "HISTSERV EXPORT Alice")), StringComparison.Ordinal);
        Assert.Contains("PONG", Assert.Single(await AskAsync(stage, "PING after")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_accounts_are_forgotten_than_can_be_remembered()
    {
        await using MemoryStage stage = await OperAsync(null);
        for (int i = 0; i < 256; i++)
            Assert.Contains(" NOTICE ", Assert.Single(
                await AskAsync(stage, $"HISTSERV FORGET a{i}")), StringComparison.Ordinal);
        Assert.Contains(
            "FAIL HISTSERV TEMPORARILY_UNAVAILABLE FORGET Bob", Assert.Single(
                await AskAsync(stage, "HISTSERV FORGET Bob")), StringComparison.Ordinal);
    }

    private static bool IsOfAlice(int message) => message % 2 == 0;

    private static Position At(int message) => new((ulong)message + 10, 0);

    // The last part of each has a full stop, the others a plus.
    private static IEnumerable<string> Objects(IEnumerable<string> lines)
    {
        const string head = " NOTICE root :";
        string whole = "";
        foreach (string line in lines)
        {
            string part = line[(line.IndexOf(head, StringComparison.Ordinal) + head.Length)..];
            whole += part[2..];
            if (part[0] == '+') continue;
            Assert.Equal(". ", part[..2]);
            yield return whole;
            whole = "";
        }

        Assert.Empty(whole);
    }

    private static async Task<MemoryStage> OperAsync(IHistoryArchive? archive)
    {
        MemoryStage stage = new(1) { Archive = archive };
        await stage.ConnectAsync("root", null);
        foreach (string line in (string[])["NICK root", "USER root 0 * :root", "OPER root rootpassword"])
            await stage.SendAsync("root", line);
        return stage;
    }

    private static async Task<string[]> AskAsync(MemoryStage stage, string line)
    {
        stage.Inbox("root").Clear();
        await stage.SendAsync("root", line);
        return [.. stage.Inbox("root")];
    }
}
