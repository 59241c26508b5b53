using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// What the other processes' builds know, and whether this one is new enough.
public sealed partial class RootService
{
    // How often standbys are asked while the network's level could be raised. A build that was just replaced has time
    // to come back, and one that starts has time to answer.
    private static readonly TimeSpan s_askLevels = TimeSpan.FromSeconds(5);

    private long _askedLevels = time.GetTimestamp();
    private bool _saidUnheard;

    private void EndIfTooOld(int network)
    {
        if (network > BuildLevel.Current) EndAsTooOld(BuildLevel.TooOld(network));
    }

    private void EndAsTooOld(string why) => Die(why, BuildLevel.TooOldExit);

    private void LookAtLevels(Writer writer)
    {
        if (options.KeepLevel || writer.Network.Level >= BuildLevel.Current) return;
        if (time.GetElapsedTime(_askedLevels) < s_askLevels) return;
        _askedLevels = time.GetTimestamp();
        if (writer.LevelInReach > writer.Network.Level) _ = AskLevelsAsync();
    }

    private void Raise(Writer writer, int standbys)
    {
        if (writer.Raise(standbys, Now())) RootLog.Raised(_log, writer.Network.Level);
    }

    // A root that does not even hear itself hears no standby either: then nothing is known of them.
    private async Task AskLevelsAsync()
    {
        IReadOnlyDictionary<string, int> levels = await _bus.RootLevelsAsync();
        if (levels.ContainsKey(options.Name)) await _mail.Writer.WriteAsync(new LevelMail(levels.Values.Min()));
        else if (!_saidUnheard) RootLog.LevelsUnheard(_log, Subjects.AllRoots);
        _saidUnheard = !levels.ContainsKey(options.Name);
    }
}
