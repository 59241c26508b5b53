using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

/// <summary>Answers that may become long: cut at their bound, or spread over lines that fit.</summary>
public sealed class AnswerLengthTests
{
    private const int AnswerLines = 3;

    private readonly TestNetwork _network = new(new NetworkConfig
    {
        ServerName = "irc.test",
        Motd = ["Welcome,", "", "and be kind."],
        Limits = new Limits { AnswerLines = AnswerLines },
    });

    private readonly User _user;

    public AnswerLengthTests() => _user = _network.Add("alice");

    [Fact]
    public void WHO_is_cut_for_users_and_says_so()
    {
        for (int i = 0; i < AnswerLines; i++) _network.Add($"n{i}");
        Assert.Equal(["352", "352", "352", "416", "315"], Commands(_network.Do(_user, "WHO *")));
        Assert.Equal(["352", "352", "352", "315"], Commands(_network.Do(_user, "WHO n*")));
    }

    [Fact]
    public void WHO_is_whole_for_operators()
    {
        for (int i = 0; i < AnswerLines; i++) _network.Add($"n{i}");
        _network.Apply(new OperGranted(_user.Id, new Oper("root", "is a server operator")));
        Assert.Equal(["352", "352", "352", "352", "315"], Commands(_network.Do(_user, "WHO *")));
    }

    [Fact]
    public void WHOIS_spreads_many_channels_over_lines_that_fit()
    {
        string[] channels = [.. Enumerable.Range(10, 90).Select(i => $"#{i}{new string('é', 20)}")];
        foreach (string channel in channels) _network.Do(_user, $"JOIN {channel}");
        Line[] shown = [.. _network.Do(_user, "WHOIS alice").Where(l => l.Command == Numeric.RPL_WHOISCHANNELS.Code)];
        Assert.All(shown, line => Assert.InRange(line.BodyLength("irc.test"), 1, Limits.LineLen));
        Assert.Equal(channels, shown.SelectMany(l => l.Params[^1].Split(' ')).Select(c => c.TrimStart('~', '@')));
        Assert.True(shown[0].BodyLength("irc.test") + channels[^1].Length * 2 > Limits.LineLen, "a line is filled");
    }

    [Fact]
    public void ISON_answers_with_one_line_that_fits()
    {
        string[] nicks = [.. Enumerable.Range(100, 100).Select(i => $"nick{i}")];
        foreach (string nick in nicks) _network.Add(nick);
        Line answer = Assert.Single(_network.Do(_user, "ISON " + string.Join(' ', nicks)));
        Assert.InRange(answer.BodyLength("irc.test"), Limits.LineLen - 10, Limits.LineLen);
        string[] shown = answer.Params[^1].Split(' ');
        Assert.Equal(nicks[..shown.Length], shown);
    }

    [Fact]
    public void USERHOST_takes_more_lines_when_names_are_long()
    {
        string[] nicks = [.. Enumerable.Range(1, 5).Select(i => $"{i}".PadLeft(32, 'n'))];
        foreach (string nick in nicks) Widen(_network.Add(nick));
        IReadOnlyList<Line> answer = _network.Do(_user, "USERHOST " + string.Join(' ', nicks));
        Assert.Equal(2, answer.Count);
        Assert.All(answer, line => Assert.InRange(line.BodyLength("irc.test"), 1, Limits.LineLen));
        Assert.Equal(nicks, answer.SelectMany(l => l.Params[^1].Split(' ')).Select(u => u[..32]));
    }

    [Fact]
    public void MOTD_is_shown_line_by_line()
    {
        IReadOnlyList<Line> motd = _network.Do(_user, "MOTD");
        Assert.Equal(["375", "372", "372", "372", "376"], Commands(motd));
        Assert.Equal("- irc.test Message of the day - ", motd[0].Params[^1]);
        Assert.Equal(["- Welcome,", "- ", "- and be kind."], motd.Skip(1).Take(3).Select(l => l.Params[^1]));
    }

    [Fact]
    public void WALLOPS_that_would_not_fit_is_refused()
    {
        _network.Apply(new OperGranted(_user.Id, new Oper("root", "is a server operator")));
        string prefix = $":{_user.Hostmask} WALLOPS :";
        string longest = new('x', Limits.LineLen - 2 - prefix.Length);
        Assert.Empty(_network.Do(_user, $"WALLOPS :{longest}"));
        Assert.Equal("417", Assert.Single(_network.Do(_user, $"WALLOPS :{longest}x")).Command);
    }

    [Fact]
    public void KILL_is_told_in_lines_that_fit_whatever_the_reason()
    {
        User oper = _network.Add("o".PadLeft(32, 'o')), victim = _network.Add("v".PadLeft(32, 'v'));
        oper = Widen(oper);
        victim = Widen(victim);
        _network.Apply(new OperGranted(oper.Id, new Oper("root", "is a server operator")));
        Assert.Empty(_network.Do(oper, $"KILL {victim.Nick} :{new string('é', 220)}"));
        Assert.Null(_network.Net.FindUser(victim.Nick));
        UserQuit quit = Assert.IsType<UserQuit>(_network.Newest);
        Line told = new(victim.Hostmask, "QUIT", quit.Reason) { Trailing = true };
        Line killed = new(oper.Hostmask, "KILL", victim.Nick, quit.Reason) { Trailing = true };
        Assert.InRange(told.BodyLength("irc.test"), 450, Limits.LineLen);
        Assert.InRange(killed.BodyLength("irc.test"), 450, Limits.LineLen);
    }

    // The user comes back with the longest username and host there can be.
    private User Widen(User user)
    {
        User wide = user with { Host = new string('h', 63), Username = new string('u', 20) };
        _network.Apply(new UserQuit(user.Id, "comes back from afar"));
        _network.Apply(new UserRegistered(wide));
        return wide;
    }

    private static IEnumerable<string> Commands(IReadOnlyList<Line> lines) => lines.Select(l => l.Command);
}
