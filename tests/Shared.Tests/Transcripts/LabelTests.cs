using IrcNats.Commands;
using IrcNats.Leaf.Core;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>
/// Every command there is, and one that is not, with right, wrong and missing parameters: before registration, after
/// it, and for operators. Each has exactly one labelled answer: a line, a batch, or ACK.
/// https://ircv3.net/specs/extensions/labeled-response
/// </summary>
public sealed class LabelTests
{
    private const string Capabilities = "batch echo-message labeled-response message-tags setname draft/multiline "
        + "draft/metadata-2 draft/extended-isupport draft/message-redaction draft/channel-rename draft/pre-away";

    private static readonly string[] s_parameters =
    [
        "", ":", ":two words", "0", "u", "END", "LIST", "C", "LS 302", "REQ :multi-prefix", "REQ :nosuch", "#dev",
        "#new", "#nowhere", "@#dev", "bob", "nobody", "*", "$$*", "#dev,#new,bob,nobody,#nowhere",
        "a,b,c,d,e,f,g,h", "me", "#dev bob", "#dev bob :text", "bob #dev", "bob :text", "me :text", "nobody :text",
        "#dev :text", "#nowhere :text", "@#dev :text", "#dev,bob,me :text", "$$* :text", "#dev +b x!*@*", "#dev b",
        "#dev +ov bob nobody", "#dev +Z", "me +i", "me +z", "bob +i", "#dev 1h x!*@*", "#dev x/y :text",
        "#dev #other", "#dev %tcnf,7", "+ bob,nobody", "* LIST", "* SET url :x", "bob GET url avatar", "#dev CLEAR",
        "* SUB url", "root rootpassword", "root wrong", "+1 draft/multiline #dev", "+1 nosuch #dev", "-1",
        "me 0 * :Me", "a b c d e f g h i j k l m n o p", "#dev 00000000001000000000001",
        "#dev 0000000000a00000000000000001 :x", "TOKEN nonsense",
    ];

    private int _number;

    public static TheoryData<string> Verbs =>
        [.. CommandTable.All.Keys.Append("NOSUCH").Order()];

    [Theory, MemberData(nameof(Verbs))]
    public async Task A_label_is_answered_exactly_once(string verb)
    {
        await using MemoryStage stage = new();
        await RegisterAsync(stage, "bob");
        await stage.SendAsync("bob", "JOIN #dev");
        foreach (string parameters in s_parameters)
        {
            string line = $"{verb} {parameters}".TrimEnd();
            await CheckAsync(stage, await ConnectAsync(stage), line);
            await CheckAsync(stage, await MemberAsync(stage), line);
            string root = await MemberAsync(stage);
            await stage.SendAsync(root, "OPER root rootpassword");
            await CheckAsync(stage, root, line);
        }
    }

    [Theory]
    [InlineData("@label=it;+typing=active TAGMSG #dev")]
    [InlineData("@label=it;+draft/react=x TAGMSG #dev")]
    [InlineData("@label=it;+x TAGMSG nobody")]
    [InlineData("@label=it")]
    public async Task So_is_that_of_a_line_with_other_tags_or_without_a_command(string line)
    {
        await using MemoryStage stage = new();
        string me = await MemberAsync(stage);
        stage.Inbox(me).Clear();
        await stage.SendAsync(me, line);
        Judge(stage.Inbox(me), line);
    }

    [Fact]
    public async Task So_is_that_of_a_line_that_is_too_long()
    {
        await using MemoryStage stage = new();
        string me = await MemberAsync(stage);
        stage.Inbox(me).Clear();
        await stage.SendAsync(me, $"@label=it PRIVMSG #dev :{new string('x', 600)}");
        Assert.Contains(" 417 ", Assert.Single(stage.Inbox(me)), StringComparison.Ordinal);
        Judge(stage.Inbox(me), "a long line");
    }

    [Fact]
    public async Task The_label_of_a_message_of_several_lines_is_that_of_its_first_line()
    {
        await using MemoryStage stage = new();
        string me = await MemberAsync(stage);
        stage.Inbox(me).Clear();
        await stage.SendAsync(me, "@label=it BATCH +1 draft/multiline #dev");
        await stage.SendAsync(me, "@batch=1 PRIVMSG #dev :one");
        Assert.Empty(stage.Inbox(me));
        await stage.SendAsync(me, "BATCH -1");
        Judge(stage.Inbox(me), "a batch");
    }

    // ACK would say that it came to nothing; but its echo, or what it was told, is lost.
    [Fact]
    public async Task A_line_under_way_when_the_leaf_stops_is_not_answered_behind_ERROR()
    {
        await using MemoryStage stage = new(leaves: 1);
        string me = await MemberAsync(stage);
        LeafCore leaf = stage.Cores.Single();
        leaf.BusChanged(connected: false, leaf.Network.Time);
        await stage.SendAsync(me, "@label=it PRIVMSG #dev :under way");
        stage.Inbox(me).Clear();
        leaf.CloseAll("Server shutting down", leaf.Network.Time);
        leaf.BusChanged(connected: true, leaf.Network.Time);
        await stage.SettleAsync(null);
        Assert.Equal(0, leaf.Unanswered);
        Assert.EndsWith("ERROR :Server shutting down", Assert.Single(stage.Inbox(me)), StringComparison.Ordinal);
    }

    private async Task CheckAsync(MemoryStage stage, string me, string line)
    {
        Queue<string> inbox = stage.Inbox(me);
        inbox.Clear();
        line = line.Replace(" me", $" {me}", StringComparison.Ordinal);
        await stage.SendAsync(me, $"@label=it {line}");
        // A batch that was begun is answered when it ends.
        if (inbox.Count == 0 && line.StartsWith("BATCH +", StringComparison.Ordinal))
            await stage.SendAsync(me, "BATCH -1");
        Judge(inbox, line);
        await stage.CloseAsync(me);
    }

    private static void Judge(IEnumerable<string> lines, string asked)
    {
        string shown = $"{asked}\n{string.Join('\n', lines)}";
        string[] labelled = [.. lines.Where(l => TagsOf(l).Contains("label=it"))];
        Assert.True(labelled.Length == 1, $"{labelled.Length} labelled lines: {shown}");
        string[] words = WithoutTags(labelled[0]).Split(' ');
        if (words is not [_, "BATCH", var name, "labeled-response"]) return;
        string reference = name[1..];
        Assert.StartsWith("+", name, StringComparison.Ordinal);
        Assert.True(lines.Count(l => WithoutTags(l) == $"{words[0]} BATCH -{reference}") == 1, shown);
        Assert.True(lines.Count(l => TagsOf(l).Contains($"batch={reference}")) > 1, $"an idle batch: {shown}");
    }

    private static string[] TagsOf(string line) => line.StartsWith('@') ? line[1..].Split(' ')[0].Split(';') : [];

    private static string WithoutTags(string line) => line.StartsWith('@') ? line[(line.IndexOf(' ') + 1)..] : line;

    private async Task<string> MemberAsync(MemoryStage stage)
    {
        string me = await ConnectAsync(stage);
        await FinishAsync(stage, me);
        await stage.SendAsync(me, "JOIN #dev");
        return me;
    }

    private static async Task RegisterAsync(MemoryStage stage, string nick)
    {
        await stage.ConnectAsync(nick, null);
        await FinishAsync(stage, nick);
    }

    private static async Task FinishAsync(MemoryStage stage, string nick)
    {
        foreach (string line in (string[])[$"NICK {nick}", $"USER {nick} 0 * :Somebody", "CAP END"])
            await stage.SendAsync(nick, line);
    }

    private async Task<string> ConnectAsync(MemoryStage stage)
    {
        string me = $"n{++_number}";
        await stage.ConnectAsync(me, null);
        await stage.SendAsync(me, $"CAP REQ :{Capabilities}");
        return me;
    }
}
