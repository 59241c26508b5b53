using IrcNats.Root.Core;

namespace IrcNats.Integration.Tests.Root;

public sealed class RehearsalTests
{
    [Fact]
    public void Everything_it_plays_has_its_effect_and_nothing_throws() =>
        // Each makes an entry but SYNC, and the last one two: that it is tried, and what it came to.
        Assert.Equal(13, Rehearsal.Run(now: 1_700_000_000_000));

    [Fact]
    public void What_it_saves_has_somebody_in_it() => Assert.Equal(1, Rehearsal.RunWhole(now: 1_700_000_000_000));
}
