namespace IrcNats.State;

/// <summary>
/// Builds of different age run together during an upgrade. Each build has a level, which every payload that it writes
/// names as its version. The network has one too: <see cref="Network.Level"/>. docs/architecture.md
/// </summary>
public static class BuildLevel
{
    /// <summary>The level of builds that know nothing of levels: 0.1.0.</summary>
    public const int First = 1;

    /// <summary>
    /// The level of this build. The first release that adds to the list in Wire/Levels.cs takes the next number.
    /// </summary>
    public const int Current = 2;

    /// <summary>Exit code of a process whose build is too old for the network.</summary>
    public const int TooOldExit = 4;

    /// <summary>What a client is told that asks for something which not every process knows yet.</summary>
    public const string NotYet = "The network is being upgraded; this works when that is done";

    /// <summary>Why a build that knows this level cannot take part in a network at that one.</summary>
    public static string TooOld(int network, int known = Current) =>
        $"the network is at level {network}, and this build (ircnats {Software.Number}) knows only what there is up to "
        + $"level {known}: a newer build is needed here; a network never goes back to an older one";

    /// <summary>Why a build cannot continue behind an entry that the root wrote and that it cannot read.</summary>
    public static string Unreadable(ulong seq) =>
        $"the root goes on behind entry {seq}, which this build (ircnats {Software.Number}, level {Current}) cannot "
        + "read: a newer build is needed here";
}
