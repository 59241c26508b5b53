using Cassandra.Connections;

namespace Cassandra.Hosts;

/// <summary>Whether all hosts know of a change of the schema.</summary>
internal static class SchemaAgreement
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100), s_patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Waits, for a bounded time, until the host that made the change sees it at all that are up. Only that host is
    /// sure to have it: another one may see all agree on what was before.
    /// </summary>
    public static async Task<bool> AwaitAsync(Connection changer, HostTable hosts, int defaultPort)
    {
        long deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (Environment.TickCount64 < deadline)
        {
            try
            {
                List<HostFacts> facts = await SystemTables.HostsAsync(changer, defaultPort).ConfigureAwait(false);
                IEnumerable<HostFacts> asked = facts.Where(f => hosts.Find(f.Address) is not { IsUp: false });
                if (asked.Select(f => f.SchemaVersion).Distinct().Count() <= 1) return true;
            }
            catch (DriverException)
            {
                // The host is gone, or has more to do than it can: the change itself was made.
                if (changer.Ended.IsCompleted) return false;
            }

            await Task.Delay(s_poll).ConfigureAwait(false);
        }

        return false;
    }
}
