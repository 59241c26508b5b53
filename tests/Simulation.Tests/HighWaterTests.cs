using IrcNats.Adapters;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Simulation.Tests;

/// <summary>A leader of the log that names an earlier end than was heard before is not believed at once.</summary>
public sealed class HighWaterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HighWater _water;

    public HighWaterTests() => _water = new HighWater(_clock);

    [Fact]
    public void A_log_that_reaches_what_was_heard_is_believed()
    {
        _water.Reaches(5);

        Assert.True(_water.IsBelieved(5));
        Assert.True(_water.IsBelieved(7));
        Assert.False(_water.IsBelieved(6));
    }

    [Fact]
    public void One_that_ends_before_is_believed_when_it_has_been_so_for_a_while()
    {
        _water.Reaches(5);

        Assert.False(_water.IsBelieved(4));
        Pass(4);
        Assert.False(_water.IsBelieved(4));
        Pass(1);
        Assert.True(_water.IsBelieved(4));
        Assert.True(_water.IsBelieved(4));
    }

    [Fact]
    public void Whatever_comes_meanwhile_makes_the_while_begin_again()
    {
        _water.Reaches(5);
        Assert.False(_water.IsBelieved(4));
        Pass(4);

        _water.Reaches(6);
        Pass(4);

        Assert.False(_water.IsBelieved(4));
    }

    private void Pass(int seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));
}
