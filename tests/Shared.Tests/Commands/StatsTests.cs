using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

public sealed class StatsTests
{
    private readonly TestNetwork _network = new(new NetworkConfig { Created = TestNetwork.Now - 93_784_000 });
    private readonly User _user;

    public StatsTests() => _user = _network.Add("alice");

    [Fact]
    public void The_uptime_is_in_days_hours_minutes_and_seconds() =>
        Assert.Equal("Server Up 1 days 2:03:04", _network.Do(_user, "STATS u")[0].Params[^1]);

    [Fact]
    public void Operators_are_told_how_often_commands_were_given()
    {
        Assert.Equal(["481", "219"], Ask().Select(l => l.Command));
        _network.Apply(new OperGranted(_user.Id, new Oper("root", "is a server operator")));
        Assert.Equal(["212 alice JOIN 1", "212 alice WHO 12", "219 alice m :End of /STATS report"],
            Ask().Select(l => l.ToString()));
    }

    // How many there are is known to no transcript, because every stage has its own.
    [Fact]
    public void Operators_see_each_leaf_with_its_users()
    {
        foreach (string leaf in (string[])["leaf1", "leaf2", "leaf3"]) _network.Apply(new LeafStarted(leaf, 1));
        _network.Apply(new LeafLost("leaf3", 1));
        Assert.Equal(["015 alice :irc.example.net (1 users)", "017 alice :End of /MAP"], Do("MAP"));
        _network.Apply(new OperGranted(_user.Id, new Oper("root", "is a server operator")));
        Assert.Equal(
            [
                "015 alice :irc.example.net (1 users)", "015 alice :`- leaf1 (1 users)",
                "015 alice :`- leaf2 (0 users)", "015 alice :`- leaf3 (0 users, lost)", "017 alice :End of /MAP",
            ],
            Do("MAP"));
        Assert.Equal(
            [
                "249 alice :leaf1: 1 users", "249 alice :leaf2: 0 users", "249 alice :leaf3: 0 users, lost",
                "219 alice l :End of /STATS report",
            ],
            Do("STATS l"));
        Assert.Equal(
            [
                "364 alice leaf3 irc.example.net :1 0 users, lost", "365 alice *3 :End of /LINKS list",
            ],
            Do("LINKS *3"));
    }

    private IEnumerable<string> Do(string text) => _network.Do(_user, text).Select(l => l.ToString());

    private IReadOnlyList<Line> Ask()
    {
        Caller by = new(_network.Net.FindUser(_user.Id)!, TestNetwork.Now)
        {
            CommandCounts = new Dictionary<string, long> { ["WHO"] = 12, ["JOIN"] = 1 },
        };
        return CommandTable.Decide(_network.Net, by, Line.Parse("STATS m")).Replies;
    }
}
