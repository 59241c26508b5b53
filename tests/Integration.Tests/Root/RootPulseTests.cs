using IrcNats.Root.Core;

namespace IrcNats.Integration.Tests.Root;

public sealed class RootPulseTests
{
    private readonly RootPulse _pulse = new(now: 0);
    private long _now;

    [Fact]
    public void A_root_that_only_beats_is_missed_after_a_beat_and_a_half()
    {
        for (int i = 0; i < 50; i++) Beat(after: 500);
        Assert.False(IsLateAfter(749));
        Assert.True(IsLateAfter(2));
    }

    [Fact]
    public void A_root_that_writes_all_the_time_is_missed_after_a_fifth_of_a_second()
    {
        for (int i = 0; i < 50; i++) Beat(after: 10);
        Assert.False(IsLateAfter(199));
        Assert.True(IsLateAfter(2));
    }

    [Fact]
    public void A_root_that_wrote_much_and_has_nothing_to_write_is_not_late_when_it_only_beats()
    {
        for (int i = 0; i < 50; i++) Beat(after: 10);
        for (int i = 0; i < 3; i++) Beat(after: 500);
        Assert.False(IsLateAfter(500));
    }

    [Fact]
    public void After_an_absence_of_its_own_it_waits_as_long_as_for_one_that_only_beats()
    {
        for (int i = 0; i < 50; i++) Beat(after: 10);
        _pulse.Forgive(_now);
        Assert.False(IsLateAfter(749));
        Assert.Equal(749, _pulse.Silence(_now));
    }

    private void Beat(int after)
    {
        _now += after;
        _pulse.Beat(_now);
    }

    private bool IsLateAfter(int milliseconds)
    {
        _now += milliseconds;
        return _pulse.IsLate(_now);
    }
}
