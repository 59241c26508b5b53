namespace IrcNats.Simulation.Tests;

/// <summary>What a run has besides.</summary>
enum SimExtras
{
    None,
    /// <summary>What is said is archived, and the archive is looked at.</summary>
    Archive,
    /// <summary>Some clients log in to one account and want to be one user, who in half of the runs is always on.
    /// </summary>
    Accounts,
}
