using IrcNats.Commands;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Outside;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Who answers what is asked outside the order: any root, active or standby; but a standby only if it can seal what the
/// active root takes.
/// </summary>
sealed class ProofDesk
{
    /// <summary>Entries being read for citations at a time; who comes beyond that is told to ask again.</summary>
    public const int MostCitations = 256;

    private const long AlarmEvery = 60_000;

    private readonly Replica _replica;
    private readonly RootClock _clock;
    private readonly IRootShell _shell;
    private readonly IRootAlarms _alarms;
    private readonly ProofDoor _door = new();
    private readonly OutsideDesk _outside;
    private readonly OldPasswordDesk _old;
    private readonly Dictionary<int, (ProofQuestion Asked, string ReplyTo)> _reading = [];
    private int _newest, _failed;
    private long _alarmAt;
    private bool _isOpen;

    public ProofDesk(Replica replica, RootClock clock, IRootShell shell, IRootAlarms alarms)
    {
        (_replica, _clock, _shell, _alarms) = (replica, clock, shell, alarms);
        _outside = new OutsideDesk(_door, shell.AskOutside, shell.Answer, Alarm);
        _old = new OldPasswordDesk(_door, shell.HashesAtOnce, shell.CheckOldPassword, shell.Answer);
    }

    /// <summary>The configuration or the role has changed.</summary>
    public void Look(LoadedConfig config, bool isActive)
    {
        bool isWanted = config.Secrets.Key.IsShared || isActive;
        if (isWanted == _isOpen) return;
        _isOpen = isWanted;
        _shell.OpenDoor(isWanted);
    }

    public void Asked(ProofQuestion asked, string replyTo, LoadedConfig config, bool isActive, Moment now)
    {
        bool isFine = ProofDoor.Misshapen(asked) is null;
        if (asked.Purpose == Purpose.Outside && isFine)
            _outside.Asked(asked, replyTo, config, _replica.Network, now.Steady);
        else if (asked.Purpose == Purpose.OldPassword && isFine)
            _old.Asked(asked, replyTo, config, _replica.Network, now.Steady);
        else if (asked.Purpose != Purpose.Citation || !isFine)
            _shell.Answer(replyTo, _door.Answer(
                asked, config, _replica.Network, Time(isActive, now), now.Steady));
        else if (_reading.Count >= MostCitations)
            _shell.Answer(replyTo, ProofDoor.Busy("too many messages are being looked up"));
        else
        {
            _reading[++_newest] = (asked, replyTo);
            _shell.ReadEntry(_newest, Citation.SeqOf(asked.Name)!.Value);
        }
    }

    /// <summary>The entry that was read for a citation; null: the log has none there, if that is certain.</summary>
    public void EntryRead(
        int reading, ReadOnlyMemory<byte>? entry, bool isCertain, LoadedConfig config, bool isActive, Moment now)
    {
        if (!_reading.Remove(reading, out var citation)) return;
        _shell.Answer(citation.ReplyTo, isCertain
            ? ProofDoor.Cite(citation.Asked, config, entry, Time(isActive, now))
            : ProofDoor.Busy("the log does not answer"));
    }

    /// <summary>Somebody outside has answered, or has not in time.</summary>
    public void OutsideAnswered(int number, OutsideAnswer said, LoadedConfig config, bool isActive, Moment now) =>
        _outside.Answered(number, said, config, _replica.Network, Time(isActive, now), now.Steady);

    /// <summary>An old password was compared.</summary>
    public void OldPasswordChecked(
        int number, OldPasswordAnswer said, LoadedConfig config, bool isActive, Moment now) =>
        _old.Answered(number, said, config, _replica.Network, Time(isActive, now), now.Steady);

    private void Alarm(string why)
    {
        _failed++;
        if (_shell.Steady < _alarmAt) return;
        _alarms.OutsideFails(_failed, why);
        (_failed, _alarmAt) = (0, _shell.Steady + AlarmEvery);
    }

    // What one root stamps is good for another, whatever its own clock says.
    private long Time(bool isActive, Moment now) => (isActive ? null : _replica.Time(now)) ?? _clock.Read(now);
}
