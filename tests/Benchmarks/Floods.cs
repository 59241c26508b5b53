using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Benchmarks;

/// <summary>What a flood profile (+F) costs a message to a channel: it is decided, and applied.</summary>
public class Floods
{
    private const int Users = 1000;
    private const long Step = 20;

    private readonly Line[] _lines = [.. Enumerable.Range(0, 16).Select(i => Line.Parse(
        $"PRIVMSG {SampleNetwork.ChannelOf(0)} :what people say, some forty bytes of it {i}"))];
    private readonly User[] _users;
    private readonly Network _plain = WithProfile(null), _guarded = WithProfile("lines=8:10,repeat=3:60");
    private long _now = SampleNetwork.Now;
    private int _turn;

    public Floods() => _users =
        [.. Enumerable.Range(1, Users).Select(i => _guarded.FindUser(new UserId((ulong)i))!)];

    [Benchmark(Description = "a message to a channel: decided and applied")]
    public void Plain() => Say(_plain);

    [Benchmark(Description = "the same with +F lines=8:10,repeat=3:60")]
    public void Guarded() => Say(_guarded);

    // Each of a thousand says something every twenty seconds: nobody comes near a limit.
    private void Say(Network net)
    {
        _turn++;
        _now += Step;
        Caller by = new(_users[_turn % Users], _now);
        Decision decision = CommandTable.Decide(net, by, _lines[_turn % _lines.Length]);
        if (decision.Events is not [ChannelMessage said])
            throw new InvalidOperationException(decision.Replies[0].ToString());
        net.Apply(new Stamp(new Position(net.Seq + 1, 0), 1, _now), said);
    }

    private static Network WithProfile(string? profile)
    {
        Network net = SampleNetwork.With(Users, channels: 2);
        SampleNetwork.Apply(net, new LevelRaised(BuildLevel.Current));
        if (profile is not null)
            SampleNetwork.Apply(net, new ChannelModesChanged(
                SampleNetwork.ChannelOf(0), new UserId(1), [new ModeChange(true, 'F', profile, null)]));
        return net;
    }
}
