using IrcNats.Hosting;

namespace IrcNats.Fuzz;

/// <summary>The options of a fuzz run.</summary>
sealed record FuzzOptions
{
    private static readonly Option<int> s_lines =
        Choose.Number("lines", "lines that the clients send", 1, int.MaxValue) with { Default = "100000" };
    private static readonly Option<int> s_seed =
        Choose.Number("seed", "decides everything that is sent", 0, int.MaxValue) with { Default = "1" };
    private static readonly Option<int> s_clients =
        Choose.Number("clients", "clients that send, on two leaves", 2, 1000) with { Default = "16" };
    private static readonly Option<int> s_trace =
        Choose.Number("trace", "lines shown before one that broke something", 0, 100_000) with { Default = "20" };

    public required int Lines { get; init; }
    public required int Seed { get; init; }
    public required int Clients { get; init; }
    public required int Trace { get; init; }

    public static OptionTable Table { get; } = new(
        "ircnats-fuzz",
        """
        Sends a network in memory what clients should and should not send, and judges every answer: nothing may throw,
        disconnect others, break a line, make replicas differ or let memory grow. Exit code: 0 nothing did, 1 something,
        2 a wrong option. The same seed and number of clients send the same.
        """,
        [s_lines, s_seed, s_clients, s_trace]);

    public static FuzzOptions From(OptionValues values) => new()
    {
        Lines = values.Get(s_lines),
        Seed = values.Get(s_seed),
        Clients = values.Get(s_clients),
        Trace = values.Get(s_trace),
    };
}
