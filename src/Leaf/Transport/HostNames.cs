using System.Net;

namespace IrcNats.Leaf.Transport;

/// <summary>A name of an address, and the addresses that the name has, as DNS says.</summary>
sealed record HostEntry(string Name, IReadOnlyList<IPAddress> Addresses);

/// <summary>Names of addresses, remembered for a while.</summary>
/// <param name="ask">Asks DNS; may take long, and does not throw. Null: the address has no name.</param>
sealed class HostNames(Func<IPAddress, Task<HostEntry?>> ask, TimeProvider time)
{
    private readonly Questions<IPAddress, HostEntry> _questions = new(ask, time);

    /// <summary>The name of an address. May take longer than a client should wait.</summary>
    /// <param name="confirm">A name counts only if it has the address, too.</param>
    public async Task<string?> FindAsync(IPAddress address, bool confirm)
    {
        HostEntry? entry = await _questions.AskAsync(address);
        return entry is null || (confirm && !entry.Addresses.Contains(address)) ? null : entry.Name;
    }
}
