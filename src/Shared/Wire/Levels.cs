using IrcNats.Events;

namespace IrcNats.Wire;

/// <summary>
/// Builds of different age run together during an upgrade. Each has a level, which every payload it writes names as its
/// version; the network has one too, raised by an event when every process that is there knows it
/// (<see cref="LevelRaised"/>). What a level introduced is neither decided nor asked before. docs/architecture.md.
/// </summary>
public static class Levels
{
    /// <summary>What builds know that know nothing of levels: 0.1.0.</summary>
    public const int First = 1;

    /// <summary>What this build knows. One more with the first release that adds to the list below.</summary>
    public const int Current = 2;

    /// <summary>Exit code of a process whose build does not know what the network has come to.</summary>
    public const int TooOldExit = 4;

    /// <summary>What is told to whoever asks for something that not every process knows yet.</summary>
    public const string NotYet = "The network is being upgraded; this works when that is done";

    // Events and requests by the level that introduced them; those of the first level are not named.
    private static readonly Dictionary<Type, int> s_introduced = new()
    {
        [typeof(LevelRaised)] = 2,
        [typeof(MessageRelayed)] = 2,
        [typeof(GlobopsSent)] = 2,
        [typeof(LeafForgotten)] = 2,
    };

    /// <summary>Everything that came after the first level.</summary>
    public static IReadOnlyDictionary<Type, int> Introduced => s_introduced;

    /// <summary>The level that the network must have for this event.</summary>
    public static int Of(Event happened) => s_introduced.GetValueOrDefault(happened.GetType(), First);

    /// <summary>The level that the network must have for this request.</summary>
    public static int Of(Ask ask) => s_introduced.GetValueOrDefault(ask.GetType(), First);

    /// <summary>Why a build that knows this level cannot be of a network at that one.</summary>
    public static string TooOld(int network, int known = Current) =>
        $"the network is at level {network}, and this build (ircnats {Software.Number}) knows only what there is up to "
        + $"level {known}: a newer build is needed here; a network never goes back to an older one";

    /// <summary>Why a build that cannot read an entry, which the root wrote, cannot go on.</summary>
    public static string Unreadable(ulong seq) =>
        $"the root goes on behind entry {seq}, which this build (ircnats {Software.Number}, level {Current}) cannot "
        + "read: a newer build is needed here";
}
