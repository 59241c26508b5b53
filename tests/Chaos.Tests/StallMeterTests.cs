using IrcNats.Chaos.Measure;

namespace IrcNats.Chaos.Tests;

/// <summary>A stall is the longest silence from the strike to the first line that is said after it.</summary>
public sealed class StallMeterTests
{
    private static readonly int[] s_said = [10, 20];
    private readonly StallMeter _meter = new(leaves: 2);

    [Fact]
    public async Task It_ends_with_a_line_said_after_the_strike_on_every_leaf()
    {
        Task<TimeSpan> stall = _meter.Begin(Seconds(100), s_said, except: null);
        _meter.Heard(0, speaker: 0, number: 10, Seconds(100.5));
        _meter.Heard(0, speaker: 0, number: 11, Seconds(102));
        Assert.False(stall.IsCompleted);
        _meter.Heard(1, speaker: 1, number: 21, Seconds(103));
        Assert.True(stall.IsCompletedSuccessfully);
        Assert.Equal(Seconds(3), await stall);
    }

    [Fact]
    public async Task Lines_said_before_and_heard_after_divide_the_silence()
    {
        Task<TimeSpan> stall = _meter.Begin(Seconds(100), s_said, except: 1);
        _meter.Heard(0, speaker: 1, number: 20, Seconds(100.25));
        _meter.Heard(0, speaker: 0, number: 9, Seconds(102));
        _meter.Heard(0, speaker: 0, number: 11, Seconds(102.5));
        Assert.Equal(Seconds(1.75), await stall);
    }

    [Fact]
    public async Task A_leaf_that_was_struck_itself_is_not_watched()
    {
        Task<TimeSpan> stall = _meter.Begin(Seconds(100), s_said, except: 0);
        _meter.Heard(0, speaker: 0, number: 11, Seconds(105));
        Assert.False(stall.IsCompleted);
        _meter.Heard(1, speaker: 0, number: 11, Seconds(101));
        Assert.Equal(Seconds(1), await stall);
    }

    [Fact]
    public void Without_an_end_of_its_own_it_is_the_longest_silence_until_then()
    {
        _meter.Begin(Seconds(100));
        _meter.Heard(0, speaker: 0, number: 11, Seconds(100.25));
        _meter.Heard(0, speaker: 0, number: 12, Seconds(102));
        _meter.Heard(1, speaker: 0, number: 12, Seconds(101));
        _meter.Heard(1, speaker: 0, number: 13, Seconds(101.5));
        Assert.Equal(Seconds(1.75), _meter.End());
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
