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

    private IReadOnlyList<Line> Ask()
    {
        Caller by = new(_network.Net.FindUser(_user.Id)!, TestNetwork.Now)
        {
            CommandCounts = new Dictionary<string, long> { ["WHO"] = 12, ["JOIN"] = 1 },
        };
        return CommandTable.Decide(_network.Net, by, Line.Parse("STATS m")).Replies;
    }
}
