using IrcNats.Leaf.Core;
using IrcNats.State;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Asks DNS, lists of addresses, a program of the operator's and ident about a connection, side by side, for at most
/// <see cref="Patience"/>. If too many connections are asked about, further ones are not.
/// </summary>
sealed class Lookups(
    HostNames names, Blocklists? blocklists, AddressChecks? checks, Ident ident, TimeProvider time)
{
    // Connections that are being asked about.
    private const int AtOnce = 1000;

    private int _underWay;

    /// <summary>How long a client waits at most.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(3);

    /// <summary>What was found out about a connection. From any thread.</summary>
    public event Action<Lookup, Found>? Answered;

    /// <summary>Begins to ask. False if too many are under way; then nobody is asked.</summary>
    public bool Begin(Lookup lookup)
    {
        if (Interlocked.Increment(ref _underWay) > AtOnce)
        {
            Interlocked.Decrement(ref _underWay);
            return false;
        }

        _ = Task.Run(() => RunAsync(lookup));
        return true;
    }

    private async Task RunAsync(Lookup lookup)
    {
        using CancellationTokenSource patience = new(Patience, time);
        Task<string?> name = InTimeAsync(lookup.WantsName
            ? names.FindAsync(lookup.Address, lookup.Confirm).WaitAsync(patience.Token)
            : null);
        Task<string?> username = InTimeAsync(lookup.Ends is var (client, server)
            ? ident.AskAsync(client, server, patience.Token)
            : null);
        Task<Blocklist?> listed = InTimeAsync(lookup.Blocklists.Count > 0
            ? blocklists?.FindAsync(lookup.Address, lookup.Blocklists).WaitAsync(patience.Token)
            : null);
        Task<Blocklist?> against = InTimeAsync(lookup.Check is { } check
            ? checks?.FindAsync(lookup.Address, check).WaitAsync(patience.Token)
            : null);
        Found found = new(await name, await username) { Listed = Stricter(await listed, await against) };
        Interlocked.Decrement(ref _underWay);
        Answered?.Invoke(lookup, found);
    }

    private static Blocklist? Stricter(Blocklist? one, Blocklist? other) =>
        one is null || other is { Action: BlocklistAction.Refuse } && one.Action != BlocklistAction.Refuse
            ? other
            : one;

    // Whatever goes wrong, the answer is that nothing was found.
    private static async Task<T?> InTimeAsync<T>(Task<T?>? answer)
        where T : class
    {
        if (answer is null) return null;
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer.IsCompletedSuccessfully ? await answer : null;
    }
}
