namespace IrcNats.Simulation.Tests;

/// <summary>A rule that the simulated world breaks on purpose, to show that a run would find that out.</summary>
enum BrokenRule
{
    None,
    /// <summary>The log takes an entry at any sequence.</summary>
    NoFencing,
    /// <summary>A root forgets which requests it and earlier roots have taken. As in older builds, leaves do not say
    /// for which root they send a request.</summary>
    NoMemory,
    /// <summary>The bus shows entries to the leaves before they are stored.</summary>
    ShownBeforeStored,
    /// <summary>A root that stood still answers without asking the log whether it is still the root.</summary>
    NeverAsksTheLog,
    /// <summary>A root that handed over continues to write.</summary>
    GoesOnAfterHandover,
    /// <summary>Nobody looks whether the log is still what it was, whatever the bus or a root says.</summary>
    NeverDoubtsTheLog,
    /// <summary>The network's time is what the machine's clock says, whoever sets it.</summary>
    TrustsTheClock,
    /// <summary>A root accepts a ticket although the password was changed since.</summary>
    NoGenerationCheck,
    /// <summary>When one of a user's clients goes, the root does not look whether it is the last one.</summary>
    EveryClientIsTheLast,
}
