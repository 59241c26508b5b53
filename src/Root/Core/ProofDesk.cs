using IrcNats.Commands;
using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Who answers what is asked outside the order: any root, active or standby; but a standby only if it can seal what the
/// active root takes.
/// </summary>
sealed class ProofDesk(Replica replica, RootClock clock, IRootShell shell)
{
    /// <summary>Entries being read for citations at a time; who comes beyond that is told to ask again.</summary>
    public const int MostCitations = 256;

    private readonly ProofDoor _door = new();
    private readonly Dictionary<int, (ProofQuestion Asked, string ReplyTo)> _reading = [];
    private int _newest;
    private bool _isOpen;

    /// <summary>The configuration or the role has changed.</summary>
    public void Look(LoadedConfig config, bool isActive)
    {
        bool isWanted = config.Secrets.Key.IsShared || isActive;
        if (isWanted == _isOpen) return;
        _isOpen = isWanted;
        shell.OpenDoor(isWanted);
    }

    public void Asked(ProofQuestion asked, string replyTo, LoadedConfig config, bool isActive, Moment now)
    {
        if (asked.Purpose != Purpose.Citation || ProofDoor.Misshapen(asked) is not null)
            shell.Answer(replyTo, _door.Answer(
                asked, config, replica.Network, Time(isActive, now), now.Steady));
        else if (_reading.Count >= MostCitations)
            shell.Answer(replyTo, ProofDoor.Busy("too many messages are being looked up"));
        else
        {
            _reading[++_newest] = (asked, replyTo);
            shell.ReadEntry(_newest, Citation.SeqOf(asked.Name)!.Value);
        }
    }

    /// <summary>The entry that was read for a citation; null: the log has none there, if that is certain.</summary>
    public void EntryRead(
        int reading, ReadOnlyMemory<byte>? entry, bool isCertain, LoadedConfig config, bool isActive, Moment now)
    {
        if (!_reading.Remove(reading, out var citation)) return;
        shell.Answer(citation.ReplyTo, isCertain
            ? ProofDoor.Cite(citation.Asked, config, entry, Time(isActive, now))
            : ProofDoor.Busy("the log does not answer"));
    }

    // What one root stamps is good for another, whatever its own clock says.
    private long Time(bool isActive, Moment now) => (isActive ? null : replica.Time(now)) ?? clock.Read(now);
}
