using IrcNats.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Counts connections against the files that the process may have open, so that it never runs out of them while clients
/// are connected. Connections beyond the limit are told so and turned away.
/// </summary>
sealed class Admission(int capacity, ILogger log)
{
    // How many connections beyond the capacity are told why, at a time; others are closed without a word.
    private const int ToldWhy = 50;

    // Open files that are no clients: NATS, listeners, and every assembly, which the runtime keeps open: 160 in all.
    private const int OwnFiles = 250;

    private readonly Lock _counting = new();
    private int _clients, _turnedAway;
    private bool _said;

    public int Capacity => capacity;

    /// <summary>How many clients fit, if so many files may be open.</summary>
    /// <param name="asked">--max-clients; null for as many as possible.</param>
    /// <exception cref="OptionException">Fewer clients fit than are asked for, or none.</exception>
    public static int CapacityFor(int openFiles, int? asked)
    {
        int most = openFiles - OwnFiles - ToldWhy;
        if (most < 1)
            throw new OptionException($"the limit of open files (ulimit -n) is {openFiles}: too few to serve clients");
        if (asked > most)
            throw new OptionException(
                $"--max-clients {asked}: the limit of open files (ulimit -n), {openFiles}, allows {most}");
        return asked ?? most;
    }

    /// <summary>Takes a place. A caller that gets one gives it back with <see cref="Leave"/>.</summary>
    public Place Enter()
    {
        lock (_counting)
        {
            if (_clients < capacity)
            {
                _clients++;
                // Said again only after the leaf has been emptier for a while.
                if (_clients < capacity * 9L / 10) _said = false;
                return Place.Client;
            }

            if (!_said) Log.Full(log, capacity);
            _said = true;
            if (_turnedAway == ToldWhy) return Place.None;
            _turnedAway++;
            return Place.TurnedAway;
        }
    }

    /// <summary>Connections that are told why are counted apart, so that they never keep a client out.</summary>
    public void Leave(Place place)
    {
        lock (_counting)
        {
            if (place == Place.Client) _clients--;
            else if (place == Place.TurnedAway) _turnedAway--;
        }
    }
}

/// <summary>What becomes of a new connection.</summary>
enum Place
{
    /// <summary>Closed without a word.</summary>
    None,
    /// <summary>Told that the server is full.</summary>
    TurnedAway,
    /// <summary>Let in.</summary>
    Client,
}
