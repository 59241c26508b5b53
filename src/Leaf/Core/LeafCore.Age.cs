using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

// The other processes may be newer or older than this one.
public sealed partial class LeafCore
{
    private readonly BuildAge _age = new();
    private bool _saidFormat;

    /// <summary>The root's build hashes other fields than this one: digests are not compared for now.</summary>
    public event Action? Incomparable;

    internal void Compare(DigestMarked mark)
    {
        if (!mark.IsComparable)
        {
            if (!_saidFormat) Incomparable?.Invoke();
            _saidFormat = true;
            return;
        }

        _saidFormat = false;
        string own = Codec.Digest(Network);
        if (own != mark.Digest) Diverged?.Invoke(own, mark.Digest);
    }

    // Another process may not know what this one would ask.
    private bool IsTooNew(Ask ask) => Levels.Of(ask) > Network.Level;

    private static Line TooNew(Ask ask) =>
        StandardReply.Fail(ask.Verb, "TEMPORARILY_UNAVAILABLE", BuildLevel.NotYet);

    private void LookAtAge(string? tooOld)
    {
        if (tooOld is not null) Outdated?.Invoke(tooOld);
    }
}
