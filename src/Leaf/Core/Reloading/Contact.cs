using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>When the root certainly heard of this leaf last. A root that has not heard of a leaf for some time quits
/// the leaf's users.</summary>
sealed class Contact(LeafProcess self, Replica replica)
{
    private long _heard;
    // Up to where the log may tell of a time when the root had not heard of this leaf.
    private ulong _unheardUpTo;

    /// <summary>The leaf starts, and says so.</summary>
    public void Begin() => _heard = replica.Now;

    /// <summary>The root has a request of ours, from some time since it was sent. Its log was as far as this when it
    /// answered.</summary>
    public void Heard(Pending request, ulong after)
    {
        if (MayBeLost) _unheardUpTo = Math.Max(_unheardUpTo, after);
        _heard = Math.Max(_heard, request.SentBefore);
    }

    /// <summary>Whether some of this leaf's users may be gone only because it was lost, or because what came after is
    /// unknown here.</summary>
    public bool MayHaveLostUsers(NetworkSnapshot saved) =>
        (MayBeLost || _unheardUpTo > replica.Network.Seq || saved.At.Seq < replica.Network.Seq)
        && !saved.Leaves.Any(l => l.Leaf == self.Leaf && l.Incarnation > self.Incarnation);

    private bool MayBeLost =>
        replica.Now - _heard > replica.Config.LeafLoss.Timeout + (long)replica.Config.LeafLoss.Grace;
}
