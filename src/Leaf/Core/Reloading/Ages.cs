using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Other processes may be newer or older than this one, and the replica may be wrong. Both are checked as the log and
/// the root's beats come in.
/// </summary>
sealed class Ages(Replica replica, Alarms alarms)
{
    private readonly BuildAge _age = new();
    private bool _saidFormat;

    /// <summary>The log has a digest of the root's network.</summary>
    public void Compare(DigestMarked mark)
    {
        if (!mark.IsComparable)
        {
            if (!_saidFormat) alarms.Incomparable?.Invoke();
            _saidFormat = true;
            return;
        }

        _saidFormat = false;
        string own = Codec.Digest(replica.Network);
        if (own != mark.Digest) alarms.Diverged?.Invoke(own, mark.Digest);
    }

    /// <summary>The replica has changed.</summary>
    public void Applied() => Say(_age.Applied(replica.Network));

    /// <summary>The active root says it lives.</summary>
    public void Beaten(Beat beat) => Say(_age.Beaten(replica.Network, beat));

    private void Say(string? tooOld)
    {
        if (tooOld is not null) alarms.Outdated?.Invoke(tooOld);
    }
}
