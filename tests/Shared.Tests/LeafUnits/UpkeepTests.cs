using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.LeafUnits;

/// <summary>What time alone does to sessions: nobody is forgotten, and nobody is looked at without need.</summary>
public sealed class UpkeepTests
{
    private const string Ping = "PING irc.test";
    private const int Tick = 100, Many = 10_000;

    private static readonly SessionConfig s_times = TestConfig.Public.Session;

    [Fact]
    public void Idle_clients_are_not_looked_at_before_they_are_due()
    {
        LeafOfMany leaf = new();
        for (int i = 0; i < Many; i++) leaf.Register();
        for (int passed = 0; passed < s_times.RegistrationTimeout; passed += Tick) leaf.Pass(Tick);
        Assert.Equal(0, leaf.Core.Looks);
    }

    [Fact]
    public void Clients_that_are_due_together_are_looked_at_in_portions_and_each_once()
    {
        LeafOfMany leaf = new();
        for (int i = 0; i < Many; i++) leaf.Register();
        long most = 0;
        leaf.Pass(s_times.PingAfter + 1);
        for (int ticks = 0; ticks < Many / Upkeep.MostPerTick + 1; ticks++)
        {
            long before = leaf.Core.Looks;
            leaf.Pass(Tick);
            most = Math.Max(most, leaf.Core.Looks - before);
        }

        Assert.Equal(Upkeep.MostPerTick, most);
        Assert.Equal(Many, leaf.Core.Looks);
        Assert.All(leaf.Clients, client => Assert.Single(client.Read(), Ping));
    }

    [Fact]
    public void A_client_that_answers_is_looked_at_a_few_times_between_two_PINGs()
    {
        LeafOfMany leaf = new();
        LeafOfMany.Client client = leaf.Register();
        int pings = 0;
        for (int passed = 0; passed < 10 * s_times.PingAfter; passed += Tick)
        {
            leaf.Pass(Tick);
            foreach (string _ in client.Read().Where(line => line == Ping))
            {
                pings++;
                client.Send("PONG irc.test");
            }
        }

        Assert.InRange(pings, 9, 10);
        Assert.InRange(leaf.Core.Looks, pings, 3 * pings + 2);
    }

    // The time between PING and the end is longer here than the time before a PING: the second PING is not late.
    [Fact]
    public void Who_answers_PING_at_once_gets_the_next_in_time()
    {
        SessionConfig session = s_times with { PingAfter = 10_000, DisconnectAfter = 100_000 };
        LeafOfMany leaf = new(TestConfig.Public with { Session = session });
        LeafOfMany.Client client = leaf.Register();
        List<long> pings = [];
        for (int passed = 0; passed < 65_000; passed += Tick)
        {
            leaf.Pass(Tick);
            if (!client.Read().Contains(Ping)) continue;
            pings.Add(leaf.Now);
            client.Send("PONG irc.test");
        }

        Assert.Equal(5, pings.Count);
        Assert.All(pings.Zip(pings.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 10_000, 11_100));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    // Whatever happens to sessions: none is left for longer than the rules say.
    [Theory, MemberData(nameof(Seeds))]
    public void Nobody_is_forgotten(int seed)
    {
        Random dice = new(seed);
        LeafOfMany leaf = new(Config(dice));
        for (int step = 0; step < 400; step++)
        {
            Act(leaf, dice);
            leaf.Settle();
            leaf.Pass(dice.Next(4) == 0 ? dice.Next(30_000) : DueTimes.Interval + dice.Next(Tick));
            leaf.Pass(DueTimes.Interval);
            Assert.All(leaf.Clients, client => AssertNotDue(client.Session, leaf.Now, leaf.Core.Network.Config));
        }
    }

    private static NetworkConfig Config(Random dice)
    {
        int ping = 5_000 + dice.Next(100_000);
        return TestConfig.Public with
        {
            Session = s_times with
            {
                RegistrationTimeout = 5_000 + dice.Next(100_000), PingAfter = ping,
                DisconnectAfter = ping + 3_000 + dice.Next(100_000),
            },
        };
    }

    private static void Act(LeafOfMany leaf, Random dice)
    {
        LeafOfMany.Client? client = leaf.Clients.Count > 0 ? leaf.Clients[dice.Next(leaf.Clients.Count)] : null;
        switch (dice.Next(9))
        {
            case 0: leaf.Connect(); break;
            case 1: leaf.Register("batch draft/multiline message-tags labeled-response"); break;
            case 2: client?.Send("PONG irc.test"); break;
            case 3: client?.Send($"BATCH +{dice.Next(5)} draft/multiline user1"); break;
            case 4: client?.Send("PRIVMSG user1 :hello"); break;
            case 5 when client is not null: leaf.Core.HungUp(client.Session, leaf.Now); break;
            case 6 when client is not null && dice.Next(3) == 0:
                leaf.Core.Disconnected(client.Session, "gone", leaf.Now);
                break;
            case 7 when dice.Next(4) == 0: leaf.Reconfigure(Config(dice)); break;
            case 8 when client is not null && dice.Next(3) == 0: client.Send("QUIT"); break;
        }
    }

    private static void AssertNotDue(Session session, long now, NetworkConfig config)
    {
        if (!session.IsLive) return;
        SessionConfig times = config.Session;
        long silent = now - session.LastHeard, latest = 2 * DueTimes.Interval;
        if (session.Stage == Stage.Registering)
            Assert.InRange(now - session.Began, 0, times.RegistrationTimeout + latest);
        if (session.PingedAt is { } pinged)
            Assert.InRange(now - pinged, 0, times.DisconnectAfter - times.PingAfter + latest);
        else if (session.Stage == Stage.Registered) Assert.InRange(silent, 0, times.PingAfter + latest);
        if (session.HungUpAt is { } hungUp) Assert.InRange(now - hungUp, 0, HangUps.Within + latest);
        if (session.OpenBatch is { } batch && session.Backlog.Count == 0)
            Assert.InRange(now - batch.Began, 0, config.Limits.BatchTimeout + latest);
    }
}
