namespace IrcNats.Simulation.Tests;

/// <summary>A rule that the simulated world breaks on purpose, to show that a run would find it out.</summary>
enum BrokenRule
{
    None,
    /// <summary>The log takes an entry wherever it should have been.</summary>
    NoFencing,
    /// <summary>A root forgets which requests it and those before it have taken.</summary>
    NoMemory,
    /// <summary>The bus shows entries to the leaves before they are stored.</summary>
    ShownBeforeStored,
    /// <summary>A root that stood still answers without asking the log whether it is still the root.</summary>
    NeverAsksTheLog,
    /// <summary>A root that handed over goes on writing.</summary>
    GoesOnAfterHandover,
    /// <summary>Nobody looks whether the log is still what it was, whatever the bus or a root says.</summary>
    NeverDoubtsTheLog,
    /// <summary>Time is what the machine's clock says, whoever sets it.</summary>
    TrustsTheClock,
    /// <summary>A root takes tickets whatever became of the password since.</summary>
    NoGenerationCheck,
}
