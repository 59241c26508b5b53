using IrcNats.Root.Service;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Integration.Tests.Root;

public sealed class RootPulseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_root_that_only_beats_is_missed_after_a_beat_and_a_half()
    {
        RootPulse pulse = new(_clock);
        for (int i = 0; i < 50; i++) Beat(pulse, after: 500);
        Assert.False(IsLateAfter(pulse, 749));
        Assert.True(IsLateAfter(pulse, 2));
    }

    [Fact]
    public void A_root_that_writes_all_the_time_is_missed_after_a_fifth_of_a_second()
    {
        RootPulse pulse = new(_clock);
        for (int i = 0; i < 50; i++) Beat(pulse, after: 10);
        Assert.False(IsLateAfter(pulse, 199));
        Assert.True(IsLateAfter(pulse, 2));
    }

    [Fact]
    public void A_root_that_wrote_much_and_has_nothing_to_write_is_not_late_when_it_only_beats()
    {
        RootPulse pulse = new(_clock);
        for (int i = 0; i < 50; i++) Beat(pulse, after: 10);
        for (int i = 0; i < 3; i++) Beat(pulse, after: 500);
        Assert.False(IsLateAfter(pulse, 500));
    }

    [Fact]
    public void After_an_absence_of_its_own_it_waits_as_long_as_for_one_that_only_beats()
    {
        RootPulse pulse = new(_clock);
        for (int i = 0; i < 50; i++) Beat(pulse, after: 10);
        pulse.Forgive();
        Assert.False(IsLateAfter(pulse, 749));
        Assert.Equal(TimeSpan.FromMilliseconds(749), pulse.Silence);
    }

    private void Beat(RootPulse pulse, int after)
    {
        Pass(after);
        pulse.Beat();
    }

    private bool IsLateAfter(RootPulse pulse, int milliseconds)
    {
        Pass(milliseconds);
        return pulse.IsLate;
    }

    private void Pass(int milliseconds) => _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
