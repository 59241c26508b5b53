using System.Globalization;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>There is no root for a while: users are told, what can be kept is kept, and the rest is refused.</summary>
public sealed class FrozenNetworkTests
{
    // How many commands a leaf keeps of one session.
    private const int Kept = 64, Beyond = 6;

    [Fact]
    public async Task Users_are_told_once_input_is_bounded_and_it_goes_on_by_itself()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient alice = await cluster.JoinAsync(1, "alice", "labeled-response batch");
        await using IrcClient bob = await cluster.JoinAsync(2, "bob");
        await alice.SendAsync("JOIN #dev");
        await alice.SettleAsync();
        await bob.SendAsync("JOIN #dev");
        await bob.SettleAsync();
        await alice.SettleAsync();
        alice.Inbox.Clear();
        bob.Inbox.Clear();

        await cluster.Root.KillAsync();
        await alice.UntilAsync("NOTICE alice :The network stands still for the moment.");
        Ran status = await cluster.OperateAsync("status");
        Assert.Matches("(?m)^leaf +leaf-1 +read-only ", status.Output);
        alice.Inbox.Clear();
        await alice.SendAsync([.. Enumerable.Range(1, Kept + Beyond).Select(Said)]);
        await alice.SendAsync("@label=last JOIN #other");
        await alice.SettleAsync();
        const string Why = "The network stands still and cannot keep more of what you send; try again later";
        Assert.Equal(
            [
                .. Enumerable.Repeat($":irc.test FAIL PRIVMSG TEMPORARILY_UNAVAILABLE :{Why}", Beyond),
                $"@label=last :irc.test FAIL JOIN TEMPORARILY_UNAVAILABLE :{Why}",
            ],
            alice.Take());

        await cluster.Root.StartAsync();
        await alice.UntilAsync("NOTICE alice :The network goes on");
        await alice.SendAsync(Said(Kept + Beyond + 1));
        await bob.UntilAsync($":line {Kept + Beyond + 1}");
        await alice.SettleAsync();
        Assert.Single(alice.Take());
        Assert.Equal(
            Enumerable.Range(1, Kept).Append(Kept + Beyond + 1).Select(i => $":alice!alice@127.0.0.1 {Said(i)}"),
            bob.Take().Where(l => l.Contains(" PRIVMSG ", StringComparison.Ordinal)));
    }

    private static string Said(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"PRIVMSG #dev :line {number}");
}
