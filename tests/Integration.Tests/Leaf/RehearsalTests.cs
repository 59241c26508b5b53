using IrcNats.Leaf.Rehearsing;

namespace IrcNats.Integration.Tests.Leaf;

public sealed class RehearsalTests
{
    // The rehearsal waits for the answer to each line, so it ends only if all are answered. Each line that changes
    // anything makes one entry.
    [Fact]
    public async Task Everything_it_plays_is_answered() =>
        Assert.Equal(25u, await Rehearsal.RunAsync(TimeProvider.System).WaitAsync(TestClient.Patience));
}
