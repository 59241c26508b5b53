using IrcNats.Root.Core;

namespace IrcNats.Integration.Tests.Root;

public sealed class RehearsalTests
{
    [Fact]
    public void Everything_it_plays_has_its_effect_and_nothing_throws() =>
        // Each makes an entry but SYNC, and the last one two: that it is tried, and what it came to. A digest follows.
        Assert.Equal(14, Rehearsal.Run(now: 1_700_000_000_000));
}
