using IrcNats.Root.Core;

namespace IrcNats.Simulation.Tests;

/// <summary>The network's time beside a machine's clock that somebody sets.</summary>
public sealed class NetworkClockTests
{
    private const long Began = 1_800_000_000_000, Hour = 3_600_000;

    private readonly NetworkClock _clock = new(Began, now: 0);
    private long _now;

    [Fact]
    public void With_a_good_clock_it_is_that_clock()
    {
        foreach (long passed in (long[])[1, 1, 3, 100, 7, 60_000]) Assert.Equal(0, Pass(passed, error: 0));
    }

    [Theory]
    [InlineData(Hour)]
    [InlineData(-Hour)]
    public void A_jump_is_followed_by_a_tenth_of_what_passes_and_never_backwards(long jump)
    {
        long before = Began, off = 0;
        for (int i = 0; i < 10_000; i++)
        {
            off = Pass(1 + i % 3, jump);
            Assert.True(Began + _now + off >= before);
            before = Began + _now + off;
        }

        Assert.InRange(off * Math.Sign(jump), _now / 10 - 2, _now / 10 + 2);
        Assert.Equal(jump - off, _clock.Ahead);
    }

    [Fact]
    public void A_clock_that_is_set_right_again_is_met_again()
    {
        for (int i = 0; i < 30; i++) Pass(100, Hour);
        Assert.Equal(300, Pass(0, 0));
        for (int i = 0; i < 60; i++) Pass(50, 0);
        Assert.Equal(0, Pass(10, 0));
    }

    [Fact]
    public void Read_more_often_than_time_passes_it_stands_still()
    {
        Pass(9, -Hour);
        long off = Pass(0, -Hour);
        for (int i = 0; i < 100; i++) Assert.Equal(off, Pass(0, -Hour));
    }

    // Returns how far the network's time is ahead of the time that has passed.
    private long Pass(long time, long error)
    {
        _now += time;
        return _clock.Read(_now, Began + _now + error) - Began - _now;
    }
}
