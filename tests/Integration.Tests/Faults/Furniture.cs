using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// A channel with everything a channel can have, and two users on different leaves in it: something that must be there
/// as it was after whatever happens.
/// </summary>
sealed class Furniture(IrcClient alice, IrcClient bob) : IAsyncDisposable
{
    private const string Channel = "#house";

    public IrcClient Alice => alice;

    public IrcClient Bob => bob;

    public static async Task<Furniture> PutUpAsync(RealCluster cluster)
    {
        Furniture house = new(await cluster.JoinAsync(1, "alice"), await cluster.JoinAsync(2, "bob"));
        await house.Alice.SendAsync(
            $"JOIN {Channel}", $"TOPIC {Channel} :a home", $"MODE {Channel} +lk 12 secret",
            $"MODE {Channel} +bb *!*@bad.example evil!*@*", $"INVITE bob {Channel}");
        await house.Alice.SettleAsync();
        await house.Bob.SendAsync($"JOIN {Channel} secret", "AWAY :out for a walk", "NICK robert", "MODE robert +w");
        await house.Bob.SettleAsync();
        await house.Alice.SendAsync($"MODE {Channel} +v robert", "SETNAME :Alice of the house");
        await house.Alice.SettleAsync();
        house.Alice.Inbox.Clear();
        house.Bob.Inbox.Clear();
        return house;
    }

    /// <summary>What the two see of it: the same, except for the parts that only a channel operator sees.</summary>
    public async Task<(string[] Alice, string[] Bob)> LookAsync() =>
        (await View.OfAsync(alice, Channel), await View.OfAsync(bob, Channel));

    public async ValueTask DisposeAsync()
    {
        await alice.DisposeAsync();
        await bob.DisposeAsync();
    }
}
