using System.Globalization;
using IrcNats.Events;
using IrcNats.Local;
using IrcNats.Wire;

namespace IrcNats.Chaos.Measure;

/// <summary>
/// The lines that clients said, as the log of one process has them. The process must have ended: only one has the file.
/// </summary>
static class LoggedLines
{
    /// <returns>The numbers of each client's lines, in the order of the log; the key is the client's nick.</returns>
    public static ILookup<string, int> In(string folder)
    {
        using NetworkFile file = NetworkFile.Open(folder, "irc");
        return ReadAll(file).ToLookup(line => line.Nick, line => line.Number);
    }

    private static IEnumerable<(string Nick, int Number)> ReadAll(NetworkFile file)
    {
        for (ulong seq = file.First; seq <= file.Last; seq++)
        {
            if (!Codec.TryDecode(file.Read(seq)!, out Entry? entry, out string? error))
                throw new InvalidOperationException($"entry {seq} of the log: {error}");
            foreach (ChannelMessage said in entry.Outcomes.SelectMany(o => o.Events).OfType<ChannelMessage>())
                if (int.TryParse(said.Text.Split(' ')[0], CultureInfo.InvariantCulture, out int number))
                    yield return (said.Source.Split('!')[0], number);
        }
    }
}
