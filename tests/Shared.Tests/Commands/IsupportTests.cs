using System.Text.RegularExpressions;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

/// <summary>RPL_ISUPPORT is a list of promises: each is looked for in what the commands do.</summary>
public sealed class IsupportTests
{
    private readonly TestNetwork _network = new();
    private Limits Limits => _network.Net.Config.Limits;

    [Fact]
    public void Every_line_fits_even_with_the_longest_names()
    {
        string server = new string('s', 58) + ".test";
        foreach (Line line in Isupport.Lines(_network.Net, new string('n', Limits.NickLen)))
        {
            Assert.InRange(line.BodyLength(server), 1, Limits.LineLen);
            Assert.InRange(line.Params.Count, 3, Line.ParamsMax);
        }
    }

    [Fact]
    public void Long_tokens_of_the_configuration_fit_too()
    {
        NetworkConfig config = new()
        {
            Icon = "https://irc.test/" + new string('i', 183),
            AdditionalIsupport = [.. Enumerable.Range(0, 9).Select(i => $"T{i}={new string('v', 200)}"), "FLAG"],
        };
        string server = new string('s', 58) + ".test", nick = new('n', Limits.NickLen);
        Line[] lines = [.. Isupport.Lines(Isupport.Tokens(config), nick)];
        Assert.All(lines, line => Assert.InRange(line.BodyLength(server), 1, Limits.LineLen));
        Assert.Equal(Isupport.Tokens(config), lines.SelectMany(line => line.Params.Skip(1).SkipLast(1)));
        Assert.Contains("FLAG", Isupport.Tokens(config));
    }

    [Fact]
    public void Tokens_are_sorted_and_each_is_there_once() =>
        Assert.Equal(Names().Distinct().Order(), Names());

    [Theory]
    [InlineData("ACCEPT", "ACCEPT")]
    [InlineData("AWAYLEN", "AWAY")]
    [InlineData("CALLERID", "ACCEPT")]
    [InlineData("ELIST", "LIST")]
    [InlineData("KICKLEN", "KICK")]
    [InlineData("KNOCK", "KNOCK")]
    [InlineData("NAMELEN", "SETNAME")]
    [InlineData("SAFELIST", "LIST")]
    [InlineData("STATUSMSG", "PRIVMSG")]
    [InlineData("TOPICLEN", "TOPIC")]
    [InlineData("USERIP", "USERIP")]
    [InlineData("WHOX", "WHO")]
    public void A_token_about_a_command_comes_with_the_command(string token, string command)
    {
        Assert.Contains(token, Names());
        Assert.Contains(command, CommandTable.All.Keys);
    }

    [Fact]
    public void TARGMAX_has_every_command_that_takes_a_list()
    {
        string[] parts = Value("TARGMAX").Split(',');
        Assert.All(parts, part => Assert.Matches("^[A-Z]+:[0-9]*$", part));
        Assert.Equal(
            from e in CommandTable.All.Values
            where e.Command is { Targets: >= 0, OperOnly: false }
            orderby e.Command.Name
            select e.Command.Name,
            parts.Select(p => p.Split(':')[0]));
    }

    [Fact]
    public void A_target_more_than_TARGMAX_is_refused()
    {
        User user = _network.Add("alice");
        Match whois = Regex.Match(Value("TARGMAX"), "WHOIS:([0-9]+)");
        int most = int.Parse(whois.Groups[1].Value);
        string Ask(int count) => "WHOIS " + string.Join(',', Enumerable.Range(1, count).Select(i => $"n{i}"));
        Assert.Equal(2 * most, _network.Do(user, Ask(most)).Count);
        Assert.Equal(Numeric.ERR_TOOMANYTARGETS.Code, Assert.Single(_network.Do(user, Ask(most + 1))).Command);
    }

    [Theory]
    [InlineData("NAMES #a", 1)]
    [InlineData("NAMES", 1)]
    [InlineData("NAMES #a,#b,#c,#d", 4)]
    [InlineData("NAMES #a,#b,#c,#d,#e,#f,#g,#h", 4)]
    [InlineData("WHO #a", 4)]
    [InlineData("WHOIS a,b", 1)]
    public void Names_of_several_channels_cost_as_much_as_one_by_one(string line, int cost)
    {
        Line asked = Line.Parse(line);
        Assert.Equal(cost, Targets.Cost(asked, CommandTable.All[asked.Command].Command));
    }

    [Fact]
    public void A_nick_may_be_as_long_as_NICKLEN_and_no_longer()
    {
        User user = _network.Add("alice");
        int most = int.Parse(Value("NICKLEN"));
        Assert.Equal(
            Numeric.ERR_ERRONEUSNICKNAME.Code,
            Assert.Single(_network.Do(user, "NICK " + new string('n', most + 1))).Command);
        Assert.Empty(_network.Do(user, "NICK " + new string('n', most)));
        Assert.Equal(new string('n', most), _network.Net.FindUser(user.Id)!.Nick);
    }

    [Fact]
    public void An_away_message_is_cut_at_AWAYLEN_bytes()
    {
        User user = _network.Add("alice");
        int most = int.Parse(Value("AWAYLEN"));
        _network.Do(user, "AWAY :" + new string('a', most - 1) + "é");
        Assert.Equal(new string('a', most - 1), _network.Net.FindUser(user.Id)!.Away);
    }

    [Fact]
    public void PREFIX_and_CHANMODES_name_each_letter_once()
    {
        string prefix = Value("PREFIX");
        string letters = prefix[1..prefix.IndexOf(')', StringComparison.Ordinal)];
        Assert.Equal(letters.Length, prefix.Length - letters.Length - 2);
        string[] kinds = Value("CHANMODES").Split(',');
        Assert.Equal(4, kinds.Length);
        string all = letters + string.Concat(kinds);
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    private IEnumerable<string> Names() => Isupport.Tokens(_network.Net.Config).Select(t => t.Split('=')[0]);

    private string Value(string token) => Isupport.Tokens(_network.Net.Config)
        .Single(t => t.StartsWith(token + "=", StringComparison.Ordinal))[(token.Length + 1)..];
}
