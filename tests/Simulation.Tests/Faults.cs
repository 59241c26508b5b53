namespace IrcNats.Simulation.Tests;

/// <summary>What goes wrong in a run: probabilities for each message, or for each second of virtual time.</summary>
sealed record Faults
{
    public double LoseRequest { get; init; }
    public double LoseReply { get; init; }
    public double DoubleReply { get; init; }
    /// <summary>An entry is stored, but its broadcast does not reach one leaf.</summary>
    public double LoseCast { get; init; }
    /// <summary>A leaf's connections break: everything on the way is lost, both ways, until they are back.</summary>
    public double CutLeaf { get; init; }
    /// <summary>The root dies; what it had not stored is gone, and another begins from the log.</summary>
    public double CrashRoot { get; init; }
    /// <summary>Most milliseconds a message takes.</summary>
    public int MaxDelay { get; init; } = 5;

    public static Faults None { get; } = new() { MaxDelay = 0 };
    public static Faults Slow { get; } = new() { MaxDelay = 30 };
    public static Faults Lossy { get; } =
        new() { LoseRequest = 0.05, LoseReply = 0.05, DoubleReply = 0.05, LoseCast = 0.1 };
    public static Faults Rough { get; } = Lossy with { CutLeaf = 0.3, CrashRoot = 0.3 };
}
