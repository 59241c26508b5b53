using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Who archives what is said: a standby if there is one, the first by name; else the active root. Each root finds out
/// for itself by asking now and then who is there. For a moment two may think that it is their turn: the archive takes
/// only from the one that opened it last.
/// </summary>
sealed class ArchiveDuty(RootSettings settings, Replica replica, IRootShell shell, IRootAlarms alarms)
{
    // Milliseconds from one look of the active root whether the archive gets on to the next.
    private const long WatchEvery = 60_000;

    private long _lookAt = long.MaxValue, _watchAt = long.MaxValue, _stillSince;
    private Mark? _before;
    private bool _isOn, _isStill, _wasHeard;

    /// <summary>When <see cref="Look"/> is due.</summary>
    public long LookAt => Math.Min(_lookAt, _watchAt);

    private bool IsWanted =>
        settings.HasArchive && replica.Network.Config.History.IsArchived && !replica.IsSpoilt
            && replica.Network.Level >= Levels.OfHistory && replica.Network.RootNode.Length > 0;

    /// <summary>This root has the log: it looks from now on.</summary>
    public void Begin(Moment now)
    {
        if (settings.HasArchive && _lookAt == long.MaxValue)
            (_lookAt, _watchAt) = (now.Steady, now.Steady + WatchEvery);
    }

    public void Look(bool isActive, Moment now)
    {
        if (now.Steady >= _lookAt)
        {
            _lookAt = now.Steady + settings.ArchiveLook;
            if (IsWanted) shell.AskLevels();
            else Archive(isMine: false);
        }

        if (now.Steady >= _watchAt) Watch(isActive, now);
    }

    /// <summary>These roots have answered. One that does not even hear itself hears nobody.</summary>
    public void Heard(IReadOnlyCollection<string> roots, bool isActive)
    {
        bool isHeard = roots.Contains(settings.Name);
        if (!IsWanted) Archive(isMine: false);
        else if (isHeard) Archive(IsMine(roots));
        // Perhaps nobody ever will: then the active root does not wait for others.
        else if (isActive && !_wasHeard) Archive(isMine: true);
        _wasHeard |= isHeard;
    }

    private bool IsMine(IEnumerable<string> roots)
    {
        string root = replica.Network.RootNode;
        return settings.Name == (roots.Where(r => r != root).Min(StringComparer.Ordinal) ?? root);
    }

    // Again and again, because an archiver ends when another takes over.
    private void Archive(bool isMine)
    {
        if (isMine) shell.Archive(replica.Network.Epoch);
        else if (_isOn) shell.StopArchiving();
        _isOn = isMine;
    }

    // Whoever archives, or should: the active root says so when nothing comes of it.
    private void Watch(bool isActive, Moment now)
    {
        _watchAt = now.Steady + WatchEvery;
        Mark? upTo = replica.Network.ArchivedUpTo;
        bool isStill = isActive && IsWanted && upTo == _before && replica.Network.Channels.Any(IsBehind);
        if (isStill && _isStill) alarms.NotArchived(now.Steady - _stillSince);
        else _stillSince = now.Steady;
        (_isStill, _before) = (isStill, upTo);

        bool IsBehind(Channel channel) =>
            replica.Network.LastMessage(channel.Name) is { } newest && !(upTo?.At >= newest);
    }
}
