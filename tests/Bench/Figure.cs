namespace IrcNats.Bench;

/// <summary>A row of the table.</summary>
/// <param name="Load">Whose figures it shows.</param>
/// <param name="Goal">What was set for us; null: nothing.</param>
/// <param name="Paths">Where the figures are in what the generator said.</param>
/// <param name="Unit">What they are divided by.</param>
sealed record Figure(string Title, string Load, string? Goal, IReadOnlyList<string> Paths, double Unit = 1)
{
    private const double Milliseconds = 1000, Kilobytes = 1024;

    private static readonly string[] s_latency = ["open.lat_us.p50", "open.lat_us.p99"],
        s_efficiency = ["open.deliv_per_srv_cpu_s"],
        s_connects = ["connect.clients_per_s", "connect.clients_per_cpu_s"];

    public static IReadOnlyList<Figure> All { get; } =
    [
        new("1,000 members, 50 msgs/s: deliveries per server CPU second", "fanout", "110,000", s_efficiency),
        new("the same: p50 / p99, ms", "fanout", null, s_latency, Milliseconds),
        new("1,000 members, closed loop, best window: deliveries per server CPU second", "closed", "2,000,000",
            ["max.best.deliv_per_srv_cpu_s"]),
        new("the same: deliveries a second", "closed", null, ["max.best.deliv_s"]),
        new("1,000 clients, 200 channels of 20, 1,000 msgs/s: deliveries per server CPU second", "everyday-small", null,
            s_efficiency),
        new("the same: p50 / p99, ms", "everyday-small", null, s_latency, Milliseconds),
        new("10,000 clients, 500 channels of 20, 200 msgs/s: deliveries per server CPU second", "everyday-calm", null,
            s_efficiency),
        new("the same: p50 / p99, ms", "everyday-calm", "0.7 / -", s_latency, Milliseconds),
        new("10,000 clients, 500 channels of 20, 2,000 msgs/s: deliveries per server CPU second", "everyday-large",
            "66,000", s_efficiency),
        new("the same: p50 / p99, ms", "everyday-large", "5 / 25", s_latency, Milliseconds),
        new("10,000 connect to young processes: a second / per server CPU second", "idle", null, s_connects),
        new("10,000 connect to warm ones: a second / per server CPU second", "connect", "5,700 / 6,000", s_connects),
        new("idle memory a client, first 10,000: growth of PSS / of RSS, KB", "idle", "8 / -",
            ["mem_held.pss_growth_per_client", "mem_held.rss_growth_per_client"], Kilobytes),
        new("10,000 idle clients: % of a core", "idle", null, ["idle_cpu.srv_cpu_pct"]),
    ];
}
