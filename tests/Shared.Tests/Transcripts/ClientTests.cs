using System.Text.RegularExpressions;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>What clients ask for and rely on when they connect; docs/clients.md names their transcripts.</summary>
public sealed partial class ClientTests
{
    // Of push and bouncers.
    private static readonly string[] s_later =
    [
        "soju.im/webpush", "soju.im/bouncer-networks", "znc.in/self-message",
        "solanum.chat/identify-msg",
    ];

    // Every token's value, as a strict parser takes it; the empty pattern is for those without one.
    private static readonly Dictionary<string, string> s_tokens = new()
    {
        ["ACCEPT"] = "[0-9]+", ["ACCOUNTEXTBAN"] = "[A-Za-z]+(,[A-Za-z]+)*", ["AWAYLEN"] = "[0-9]+", ["BOT"] = "[A-Z]",
        ["CALLERID"] = "[a-z]", ["CASEMAPPING"] = "ascii|rfc1459", ["CHANLIMIT"] = "#:[0-9]+",
        ["CHANMODES"] = "[A-Za-z]+,[A-Za-z]*,[A-Za-z]*,[A-Za-z]*", ["CHANNELLEN"] = "[0-9]+", ["CHANTYPES"] = "#",
        ["CHATHISTORY"] = "[0-9]+", ["draft/CHATHISTORY"] = "[0-9]+", ["MSGREFTYPES"] = "msgid,timestamp",
        ["CNOTICE"] = "", ["CPRIVMSG"] = "",
        ["ELIST"] = "[CMNTU]+", ["EXCEPTS"] = "e", ["EXTBAN"] = ",[A-Za-z]+", ["FORWARD"] = "f", ["HOSTLEN"] = "[0-9]+",
        ["INVEX"] = "I", ["KEYLEN"] = "[0-9]+", ["KICKLEN"] = "[0-9]+", ["KNOCK"] = "", ["LINELEN"] = "512",
        ["MAXLIST"] = "[A-Za-z]+:[0-9]+", ["MODES"] = "[0-9]+", ["MONITOR"] = "[0-9]+", ["NAMELEN"] = "[0-9]+",
        ["NETWORK"] = "[^ ]+", ["NICKLEN"] = "[0-9]+", ["PREFIX"] = @"\(qaohv\)~&@%\+", ["SAFELIST"] = "",
        ["SAFERATE"] = "", ["STATUSMSG"] = @"~&@%\+", ["TARGMAX"] = "[A-Z]+:[0-9]*(,[A-Z]+:[0-9]*)*",
        ["TOPICLEN"] = "[0-9]+", ["USERIP"] = "", ["USERLEN"] = "[0-9]+", ["UTF8ONLY"] = "", ["WHOX"] = "",
    };

    [GeneratedRegex(@"^001 002 003 004( 005)+ 251 252 (253 )?254 255 265 266 (422|375( 372)+ 376)$")]
    private static partial Regex Order();

    [Theory]
    [InlineData("WeeChat", """
        account-notify account-tag away-notify batch cap-notify chghost draft/multiline echo-message extended-join
        invite-notify message-tags multi-prefix server-time setname userhost-in-names sasl
        """)]
    [InlineData("irssi", """
        message-tags sasl multi-prefix extended-join setname invite-notify away-notify chghost account-notify
        server-time znc.in/self-message
        """)]
    [InlineData("HexChat", """
        multi-prefix away-notify account-notify extended-join server-time userhost-in-names cap-notify chghost setname
        invite-notify account-tag extended-monitor sasl solanum.chat/identify-msg
        """)]
    [InlineData("The Lounge", """
        cap-notify batch multi-prefix message-tags away-notify invite-notify account-notify account-tag server-time
        userhost-in-names extended-join chghost setname echo-message standard-replies draft/multiline
        znc.in/self-message znc.in/playback extended-monitor sasl
        """)]
    [InlineData("Halloy", """
        account-notify away-notify batch chghost draft/chathistory draft/event-playback draft/multiline
        draft/read-marker draft/relaymsg draft/whoami echo-message extended-join extended-monitor invite-notify
        labeled-response message-tags draft/message-redaction multi-prefix draft/metadata-2 no-implicit-names
        draft/no-implicit-names server-time setname soju.im/bouncer-networks userhost-in-names sasl
        """)]
    [InlineData("gamja", """
        account-notify away-notify batch chghost echo-message extended-join extended-monitor invite-notify
        labeled-response message-tags multi-prefix sasl server-time setname draft/account-registration
        draft/chathistory draft/event-playback draft/read-marker soju.im/bouncer-networks
        """)]
    [InlineData("Goguma", """
        away-notify batch echo-message extended-monitor labeled-response message-tags multi-prefix sasl server-time
        setname draft/chathistory draft/extended-monitor draft/pre-away draft/read-marker soju.im/bouncer-networks
        soju.im/no-implicit-names soju.im/webpush draft/extended-isupport
        """)]
    [InlineData("Quassel", """
        account-notify account-tag away-notify cap-notify chghost extended-join invite-notify message-tags multi-prefix
        sasl setname userhost-in-names server-time znc.in/self-message
        """)]
    [InlineData("soju", """
        account-notify account-tag away-notify batch chghost extended-join extended-monitor invite-notify
        labeled-response message-tags multi-prefix sasl server-time setname draft/account-registration
        draft/message-redaction
        """)]
    public async Task What_it_asks_for_is_offered_and_it_is_welcomed_in_order(string client, string capabilities)
    {
        string[] wanted = [.. capabilities.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Except(s_later)];
        await using MemoryStage stage = new();
        await stage.ConnectAsync("alice", null);
        await stage.SendAsync("alice", "CAP LS 302");
        IEnumerable<string> offered = stage.Inbox("alice")
            .SelectMany(line => line.Split(" :", 2)[1].Split(' ')).Select(offer => offer.Split('=')[0]);
        Assert.Empty(wanted.Except(offered));
        stage.Inbox("alice").Clear();

        await stage.SendAsync("alice", $"CAP REQ :{string.Join(' ', wanted)}");
        Assert.Contains(" ACK ", Assert.Single(stage.Inbox("alice")), StringComparison.Ordinal);
        stage.Inbox("alice").Clear();
        Assert.Matches(Order(), string.Join(' ', await WelcomeAsync(stage)));
        Assert.NotEmpty(client);
    }

    [Fact]
    public async Task With_a_message_of_the_day_the_welcome_ends_with_it()
    {
        await using MemoryStage stage = new();
        stage.Reconfigure(TestConfig.Public with { Motd = ["one", "two"] });
        await stage.ConnectAsync("alice", null);
        Assert.Matches(Order(), string.Join(' ', await WelcomeAsync(stage)));
    }

    [Fact]
    public void Every_token_is_as_a_strict_parser_takes_it()
    {
        foreach (string[] parts in Isupport.Tokens(new NetworkConfig()).Select(token => token.Split('=', 2)))
        {
            Assert.True(s_tokens.TryGetValue(parts[0], out string? pattern), $"{parts[0]}: which values may it have?");
            Assert.Equal(pattern.Length == 0, parts.Length == 1);
            Assert.Matches($"^({pattern})$", parts.ElementAtOrDefault(1) ?? "");
        }
    }

    // Clients split what they send by them: LINELEN less the longest prefix that NICKLEN, USERLEN and HOSTLEN allow.
    [Fact]
    public async Task A_text_as_long_as_the_tokens_allow_for_is_taken_whole()
    {
        Limits limits = TestConfig.Public.Limits;
        string nick = new('n', limits.NickLen), channel = "#" + new string('c', limits.ChannelLen - 1);
        int room = Limits.LineLen - limits.NickLen - limits.UserLen - limits.HostLen - limits.ChannelLen
            - ":!@ PRIVMSG  :\r\n".Length;
        await using MemoryStage stage = new();
        await stage.ConnectAsync(nick, null);
        string[] lines =
            ["CAP REQ echo-message", $"NICK {nick}", $"USER {new string('u', limits.UserLen)} 0 * :x", "CAP END"];
        foreach (string line in lines) await stage.SendAsync(nick, line);
        await stage.SendAsync(nick, $"JOIN {channel}");
        stage.Inbox(nick).Clear();
        string text = new('x', room);
        await stage.SendAsync(nick, $"PRIVMSG {channel} :{text}");
        Assert.EndsWith($" PRIVMSG {channel} :{text}", Assert.Single(stage.Inbox(nick)), StringComparison.Ordinal);
    }

    // The commands of the welcome, without what is no numeric.
    private static async Task<string[]> WelcomeAsync(MemoryStage stage)
    {
        foreach (string line in (string[])["NICK alice", "USER alice 0 * :Alice", "CAP END"])
            await stage.SendAsync("alice", line);
        return
        [
            .. from line in stage.Inbox("alice")
               let command = Line.Parse(line).Command
               where command.All(char.IsAsciiDigit)
               select command,
        ];
    }
}
