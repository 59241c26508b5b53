using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// This process tells the root that it began, under a number that is greater than that of every earlier process of its
/// name. The number is its start by the machine's clock, which may have been set back since an earlier process began.
/// </summary>
sealed class Beginning(LeafProcess self, Replica replica, Requests requests, Contact contact, Replies replies)
{
    /// <summary>The root has been told. Nothing else is sent before that.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Once, when the replica has all that the log had.</summary>
    public void Tell()
    {
        IsTold = true;
        TakeNumber();
        contact.Begin();
        requests.Send(new LeafUp(), null, replica.Now);
    }

    /// <summary>
    /// The log has gone on. An earlier process may have died while what it told was still under way: its number was not
    /// in the log when this process took its own. The root takes only the process with the greatest number, so this one
    /// takes another. A process that was let up already is followed by a later one, and keeps its number.
    /// </summary>
    public void Look()
    {
        if (replies.IsUp || !IsTold || !(replica.Network.FindLeaf(self.Leaf)?.Incarnation > self.Incarnation)) return;
        TakeNumber();
        requests.Resend(replica.Now);
    }

    private void TakeNumber()
    {
        if (replica.Network.FindLeaf(self.Leaf) is { } before)
            self.Incarnation = Math.Max(self.Incarnation, before.Incarnation + 1);
        requests.Incarnation = self.Incarnation;
    }
}
