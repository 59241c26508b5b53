using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Commands;

/// <summary>A network to give commands to: what they decide is applied at once, as the root does.</summary>
sealed class TestNetwork
{
    public const long Now = 1_700_000_000_000;

    public TestNetwork(NetworkConfig? config = null)
    {
        Apply(new LevelRaised(BuildLevel.Current));
        Apply(new ConfigChanged(config ?? new NetworkConfig()));
    }

    public Network Net { get; } = new();

    public User Add(string nick, UserModes modes = UserModes.None)
    {
        UserId id = Net.NextUser;
        Apply(new UserRegistered(new User
        {
            Id = id, Nick = nick, Username = "user", Host = "host.test", Realname = "Somebody", Address = "192.0.2.1",
            Modes = modes, Session = new SessionId("leaf1", 1, id.Value),
        }));
        return Net.FindUser(id)!;
    }

    /// <summary>The event applied last.</summary>
    public Event? Newest { get; private set; }

    /// <summary>The time of the next event; Unix milliseconds.</summary>
    public long Time { get; set; } = Now;

    /// <summary>What was kept of the events so far.</summary>
    public List<HistoryItem> Kept { get; } = [];

    public void Apply(Event happened)
    {
        Stamp stamp = new(new Position(Net.Seq + 1, 0), 1, Time);
        Kept.AddRange(Recorder.Kept(Net, stamp, happened));
        Net.Apply(stamp, happened);
        Newest = happened;
    }

    /// <summary>The replies to a line; its events are applied.</summary>
    public IReadOnlyList<Line> Do(User user, string text)
    {
        Line line = Line.Parse(text);
        Caller by = new(Net.FindUser(user.Id)!, Now);
        if (CommandTable.Refuse(by, line) is { } refusal) return refusal;
        List<Line> replies = [];
        foreach (Line part in Targets.Split(line, CommandTable.All[line.Command].Command, Net.Config.Casemapping))
        {
            Decision decision = CommandTable.Decide(Net, by with { User = Net.FindUser(user.Id)! }, part);
            foreach (Event happened in decision.Events) Apply(happened);
            replies.AddRange(decision.Replies);
            if (decision.AtLength is { } answer) replies.AddRange(answer.All(Net, by));
        }

        return replies;
    }
}
