using IrcNats.Leaf.Rehearsing;

namespace IrcNats.Integration.Tests.Leaf;

public sealed class RehearsalTests
{
    // It waits for the answer to each line, so it ends only if all are answered. What changes anything is an entry.
    [Fact]
    public async Task Everything_it_plays_is_answered() =>
        Assert.Equal(25u, await Rehearsal.RunAsync(TimeProvider.System).WaitAsync(TestClient.Patience));
}
