using Cassandra;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>How long pauses are, and what policies and options refuse.</summary>
public sealed class PolicyTests
{
    [Fact]
    public void Pauses_grow_to_a_longest_and_begin_anew_for_each_loss()
    {
        ExponentialReconnectionPolicy policy = new(100, 1000);
        IReconnectionSchedule schedule = policy.NewSchedule();
        Assert.Equal([100, 200, 400, 800, 1000, 1000], Enumerable.Range(0, 6).Select(_ => schedule.NextDelayMs()));
        Assert.Equal(100, policy.NewSchedule().NextDelayMs());
        IReconnectionSchedule huge = new ExponentialReconnectionPolicy(long.MaxValue / 2, long.MaxValue).NewSchedule();
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Equal(int.MaxValue, huge.NextDelay().TotalMilliseconds));
        Assert.Equal(7, new ConstantReconnectionPolicy(7).NewSchedule().NextDelayMs());
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialReconnectionPolicy(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialReconnectionPolicy(10, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PoolingOptions().SetMaxRequestsPerConnection(32769));
        Assert.Throws<ArgumentException>(() => new QueryOptions().SetSerialConsistencyLevel(ConsistencyLevel.One));
        Assert.Throws<ArgumentException>(
            () => new SimpleStatement("x").SetSerialConsistencyLevel(ConsistencyLevel.All));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cluster.Builder().WithPort(70000));
        Assert.Throws<ArgumentException>(() => Cluster.Builder().Build());
        Assert.Throws<ArgumentException>(() => new BatchStatement().Add(new BatchStatement()));
        Assert.Throws<ArgumentException>(
            () => new BatchStatement().Add(new SimpleStatement(new Dictionary<string, object> { ["a"] = 1 }, "x")));
    }
}
