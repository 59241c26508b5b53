using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Has the standbys asked which level their builds know, now and then while the network's could be raised. A build that
/// was just replaced has time to come back, and one that starts has time to answer.
/// </summary>
sealed class LevelRaising(RootSettings settings, IRootShell shell, IRootAlarms alarms, Moment now)
{
    private const long AskEvery = 5000;

    private long _asked = now.Steady;
    private bool _saidUnheard;

    public void Look(Writer writer, Moment now)
    {
        if (settings.KeepLevel || writer.Network.Level >= BuildLevel.Current) return;
        if (now.Steady - _asked < AskEvery) return;
        _asked = now.Steady;
        if (writer.LevelInReach > writer.Network.Level) shell.AskLevels();
    }

    /// <summary>
    /// The lowest level of all roots that answered. A root that does not even hear itself hears no standby either: then
    /// nothing is known of them, and this is null.
    /// </summary>
    public int? LowestOf(IReadOnlyDictionary<string, int> levels)
    {
        bool isHeard = levels.ContainsKey(settings.Name);
        if (!isHeard && !_saidUnheard) alarms.LevelsUnheard();
        _saidUnheard = !isHeard;
        return isHeard ? levels.Values.Min() : null;
    }
}
