using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>When a node may take over, as far as the log says it.</summary>
public enum Claim
{
    /// <summary>Not by itself.</summary>
    None,
    /// <summary>When the root is gone.</summary>
    WhenGone,
    /// <summary>Now: the root has resigned.</summary>
    AtOnce,
}

/// <summary>Who takes over, and when: what the root's service and the simulator go by.</summary>
public static class Succession
{
    /// <summary>Whether a standby may take over. An operator may have ordered it to.</summary>
    public static Claim Of(Network net, string node, FailoverPolicy policy, bool isOrdered)
    {
        if (net.Successor == node) return Claim.AtOnce;
        // Its own return is no failover, and a new network has nobody to wait for.
        if (policy != FailoverPolicy.Automatic && !isOrdered && net.Seq > 0 && net.RootNode != node) return Claim.None;
        return net.Successor == Writer.Anyone ? Claim.AtOnce : Claim.WhenGone;
    }

    /// <summary>
    /// Whether a node that was elected in this epoch may begin to write behind what the network has. Not behind another
    /// root's election; nor behind an entry that does not count, since what it wrote there would not count either.
    /// </summary>
    public static bool MayWrite(Network net, string node, ulong epoch) =>
        net.RootNode == node && net.Epoch == epoch && net.InterruptedAt is null;
}
