using IrcNats.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf;

/// <summary>
/// Counts connections against what the process may have open, so that the machine never runs out while clients are
/// in: those beyond are told so and turned away.
/// </summary>
sealed class Admission(int capacity, ILogger log)
{
    // Connections beyond the capacity that are told why, at a time; others are closed without a word.
    private const int ToldWhy = 50;

    // Open files that are not clients: NATS, listeners, the runtime's own.
    private const int OwnFiles = 200;

    private int _inside;
    private bool _said;

    public int Capacity => capacity;

    /// <summary>How many clients fit, with so many open files allowed.</summary>
    /// <param name="asked">--max-clients; null for as many as possible.</param>
    /// <exception cref="OptionException">Fewer fit than are asked for, or none.</exception>
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

    /// <summary>Whether this connection is one too many, and to be told so.</summary>
    public static bool IsTurnedAway(ConnectionContext connection) => connection.Features.Get<TurnedAway>() is not null;

    /// <summary>Stands before everything else that a connection passes, TLS too.</summary>
    public async Task PassAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        int place = Interlocked.Increment(ref _inside);
        try
        {
            if (place > capacity + ToldWhy) return;
            if (place > capacity) TurnAway(connection);
            else if (place < capacity * 9L / 10) _said = false;
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private void TurnAway(ConnectionContext connection)
    {
        connection.Features.Set(new TurnedAway());
        if (!_said) Log.Full(log, capacity);
        _said = true;
    }

    private sealed class TurnedAway;
}
