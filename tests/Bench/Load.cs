namespace IrcNats.Bench;

/// <summary>One call of the load generator.</summary>
/// <param name="Of">The rows of --rows that show something of it.</param>
/// <param name="Quick">Its arguments when the figures do not matter.</param>
sealed record Load(string Name, IReadOnlyList<string> Of, string Arguments, string Quick)
{
    /// <summary>What a young process spends on compiling its hot paths would hide everything else.</summary>
    public const string WarmUp = "warm-up";

    private const string Few = " --clients 20 --settle 0 --drain 2 --join-rate 0";

    public static IReadOnlyList<string> Rows { get; } = ["idle", "connect", "fanout", "closed", "everyday"];

    /// <summary>In the order in which they run: the first finds young processes, all others warm ones.</summary>
    public static IReadOnlyList<Load> All { get; } =
    [
        new("idle", ["idle", "connect"], "idle --clients 10000 --settle 2 --hold 5", "idle --hold 1" + Few),
        new(WarmUp, ["connect", "fanout", "closed", "everyday"],
            "fanout --clients 1000 --senders 4 --rate 12.5 --secs 20", "fanout --senders 2 --rate 5 --secs 1" + Few),
        new("connect", ["connect"], "connect --clients 10000 --settle 0", "connect" + Few),
        new("fanout", ["fanout"], "fanout --clients 1000 --senders 4 --rate 12.5 --secs 10",
            "fanout --senders 2 --rate 5 --secs 1" + Few),
        new("closed", ["closed"], "fanout --clients 1000 --senders 4 --secs 0 --max --wmin 4 --wmax 64 --step-secs 3",
            "fanout --senders 2 --secs 0 --max --wmin 4 --wmax 4 --step-secs 1" + Few),
        new("everyday-small", ["everyday"], "many --clients 1000 --channels 200 --members 20 --rate 1000 --secs 10",
            "many --channels 4 --members 5 --rate 20 --secs 1" + Few),
        Large("everyday-calm", 200),
        Large("everyday-large", 2000),
    ];

    /// <summary>Which of them it is.</summary>
    public static int PlaceOf(string name) => All.ToList().FindIndex(load => load.Name == name);

    // More join at once than the generator's default lets, or it would take twenty seconds.
    private static Load Large(string name, int rate) => new(name, ["everyday"],
        $"many --clients 10000 --channels 500 --members 20 --rate {rate} --secs 10 --join-rate 2500 --join-window 64",
        "many --channels 4 --members 5 --rate 20 --secs 1" + Few);
}
