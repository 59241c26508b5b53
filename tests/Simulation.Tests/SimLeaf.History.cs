using IrcNats.Leaf.Core;
using IrcNats.Leaf.History;
using IrcNats.Ports;

namespace IrcNats.Simulation.Tests;

// Reads histories from the log, on the virtual clock: there is no archive.
sealed partial class SimLeaf
{
    private static readonly long s_historyPatience = (long)HistoryReader.Patience.TotalMilliseconds;

    bool ILeafPorts.ReadHistory(HistoryWanted wanted)
    {
        // Never at once: the core notes what it waits for when it has asked.
        After(0, () => Begin(() => ReadAsync(wanted)));
        return true;
    }

    private async Task ReadAsync(HistoryWanted wanted)
    {
        OlderMessages older = new(null, _stream.GetAsync);
        HistoryFound? found = null;
        for (long end = Time.Now + s_historyPatience; found is null && Time.Now < end;)
        {
            try
            {
                found = await older.FindAsync(wanted, CancellationToken.None);
            }
            catch (LogSilentException)
            {
                await Wait(50);
            }
        }

        Do(() => Core.HistoryFound(wanted, found, Now));
    }
}
