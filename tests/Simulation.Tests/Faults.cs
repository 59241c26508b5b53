namespace IrcNats.Simulation.Tests;

/// <summary>
/// What goes wrong in a run: probabilities for each message, or for each second of virtual time. Times in milliseconds.
/// </summary>
sealed record Faults
{
    public double LoseRequest { get; init; }
    public double LoseReply { get; init; }
    public double LoseBeat { get; init; }
    /// <summary>A request or a reply arrives twice.</summary>
    public double Double { get; init; }
    /// <summary>An entry is stored, but its broadcast does not reach one process.</summary>
    public double LoseCast { get; init; }
    /// <summary>An entry is stored, but never broadcast.</summary>
    public double LoseBroadcast { get; init; }

    /// <summary>One of a process's connections breaks, or both: what is on the way is lost.</summary>
    public double CutLeaf { get; init; }
    public double CutRoot { get; init; }
    /// <summary>Nothing moves on one of a process's connections for a while; nothing is lost.</summary>
    public double Stall { get; init; }
    /// <summary>Somebody sets the clock of a process's machine, by up to an hour, or right again.</summary>
    public double SetClock { get; init; }
    /// <summary>A process stands still, and then continues as if nothing had happened.</summary>
    public double PauseLeaf { get; init; }
    public double PauseRoot { get; init; }
    /// <summary>A process dies; another of its name begins from a snapshot and the log.</summary>
    public double CrashLeaf { get; init; }
    public double CrashRoot { get; init; }
    /// <summary>A client's command ends the root that decides it; the probability for each command.</summary>
    public double Poison { get; init; }

    /// <summary>The bus dies with what it had not stored, and comes back.</summary>
    public double RestartBus { get; init; }

    /// <summary>
    /// The bus comes back with less than it had acknowledged: some of its newest entries are gone, at most so many.
    /// </summary>
    public double GoBack { get; init; }
    /// <summary>The log is trimmed up to the newest snapshot.</summary>
    public double Trim { get; init; }
    /// <summary>One leaf's replica becomes another than the log says.</summary>
    public double Tamper { get; init; }

    /// <summary>An operator orders the active root to hand over, to a root that lives or not.</summary>
    public double HandOver { get; init; }
    /// <summary>A process is told to end (SIGTERM) and is started again; a leaf may be drained instead.</summary>
    public double StopRoot { get; init; }
    public double StopLeaf { get; init; }
    /// <summary>The archive does not answer for a while, and how long it takes at most when it does.</summary>
    public double LoseArchive { get; init; }
    public int SlowArchive { get; init; }

    /// <summary>The longest time until a process that died is started again.</summary>
    public int Restart { get; init; } = 1000;

    /// <summary>The longest time that a message takes.</summary>
    public int MaxDelay { get; init; } = 5;
    /// <summary>The longest time until an entry is stored, and the longest delay of its acknowledgement.</summary>
    public int SlowDisk { get; init; } = 2;
    public int LateAck { get; init; } = 2;

    public static Faults None { get; } = new() { MaxDelay = 0 };
    public static Faults Slow { get; } = new() { MaxDelay = 30 };
    public static Faults Lossy { get; } = new()
    {
        LoseRequest = 0.05, LoseReply = 0.05, LoseBeat = 0.1, Double = 0.05, LoseCast = 0.1, LoseBroadcast = 0.05,
    };
    public static Faults Rough { get; } = Lossy with { CutLeaf = 0.3, CutRoot = 0.1, CrashRoot = 0.2 };

    /// <summary>
    /// Some faults, not all, each as strong as the dice say: a few at a time find what all together hide.
    /// </summary>
    public static Faults By(Random dice) => new()
    {
        LoseRequest = Sometimes(dice, 0.1), LoseReply = Sometimes(dice, 0.1), LoseBeat = Sometimes(dice, 0.3),
        Double = Sometimes(dice, 0.1), LoseCast = Sometimes(dice, 0.3), LoseBroadcast = Sometimes(dice, 0.1),
        CutLeaf = Sometimes(dice, 0.3), CutRoot = Sometimes(dice, 0.2), Stall = Sometimes(dice, 0.4),
        PauseLeaf = Sometimes(dice, 0.2), PauseRoot = Sometimes(dice, 0.2),
        CrashLeaf = Sometimes(dice, 0.1), CrashRoot = Sometimes(dice, 0.3), RestartBus = Sometimes(dice, 0.1),
        GoBack = dice.Next(6) < 2 ? MostBack * dice.NextDouble() : 0,
        Trim = Sometimes(dice, 1), Tamper = Sometimes(dice, 0.02),
        HandOver = Sometimes(dice, 0.5), StopRoot = Sometimes(dice, 0.1), StopLeaf = Sometimes(dice, 0.1),
        SetClock = Sometimes(dice, 0.3),
        Restart = dice.Next(4) == 0 ? 10_000 : 1000,
        Poison = dice.Next(8) == 0 ? 0.02 : 0,
        MaxDelay = 1 << dice.Next(8), SlowDisk = 1 << dice.Next(9), LateAck = 1 << dice.Next(9),
    };

    /// <summary>The same, and an archive that is away or slow, or is not.</summary>
    public Faults OfArchive(Random dice) =>
        this with { LoseArchive = Sometimes(dice, 0.3), SlowArchive = 1 << dice.Next(11) };

    // How often in a second the log goes back, in some runs.
    private const double MostBack = 0.3;

    private static double Sometimes(Random dice, double most) => dice.Next(2) == 0 ? 0 : most * dice.NextDouble();
}
