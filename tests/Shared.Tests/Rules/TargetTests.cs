using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.Rules;

/// <summary>How fast somebody may turn to users whom they do not know.</summary>
public sealed class TargetTests
{
    private readonly TestNetwork _network = new();
    private readonly User _alice;
    private int _strangers;

    public TargetTests() => _alice = _network.Add("alice");

    [Fact]
    public void As_many_strangers_as_the_limit_hear_somebody_and_the_next_does_not()
    {
        SayToStrangers(Limit);
        User next = Stranger();
        Line refusal = Assert.Single(_network.Do(_alice, $"PRIVMSG {next.Nick} :hi"));
        Assert.Equal(Numeric.ERR_TARGCHANGE.Code, refusal.Command);
        Assert.Empty(_network.Do(_alice, $"NOTICE {next.Nick} :hi"));
        Assert.False(_network.Newest is DirectMessage { To: var to } && to == next.Id);
    }

    [Fact]
    public void Whoever_somebody_talks_with_already_is_free()
    {
        User friend = Stranger();
        Assert.Empty(_network.Do(_alice, $"PRIVMSG {friend.Nick} :hi"));
        SayToStrangers(Limit - 1);
        Assert.Empty(_network.Do(_alice, $"PRIVMSG {friend.Nick} :again"));
    }

    [Fact]
    public void So_is_whoever_messaged_them_and_who_is_in_a_channel_of_theirs()
    {
        SayToStrangers(Limit);
        User asker = Stranger(), member = Stranger();
        Assert.Empty(_network.Do(asker, "PRIVMSG alice :hello?"));
        Assert.Empty(_network.Do(_alice, $"PRIVMSG {asker.Nick} :yes?"));
        _network.Do(_alice, "JOIN #dev");
        _network.Do(member, "JOIN #dev");
        Assert.Empty(_network.Do(_alice, $"CPRIVMSG {member.Nick} #dev :welcome"));
        Assert.Single(_network.Do(_alice, $"PRIVMSG {Stranger().Nick} :hi"));
    }

    [Fact]
    public void Operators_and_networks_without_a_limit_have_none()
    {
        _network.Apply(new OperGranted(_alice.Id, new Oper("root", "is a server operator")));
        SayToStrangers(Limit + 5);
        TestNetwork free = new(new NetworkConfig { Limits = new Limits { NewTargets = 0 } });
        User bob = free.Add("bob");
        for (int i = 0; i < Limit + 5; i++) free.Add($"s{i}");
        Assert.All(Enumerable.Range(0, Limit + 5), i => Assert.Empty(free.Do(bob, $"PRIVMSG s{i} :hi")));
    }

    private int Limit => _network.Net.Config.Limits.NewTargets;

    private User Stranger() => _network.Add($"s{_strangers++}");

    private void SayToStrangers(int count)
    {
        for (int i = 0; i < count; i++) Assert.Empty(_network.Do(_alice, $"PRIVMSG {Stranger().Nick} :hi"));
    }
}
