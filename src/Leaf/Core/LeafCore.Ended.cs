using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

// Whose user is gone when the replica begins again: the network ended them, or quit them because this leaf was lost.
public sealed partial class LeafCore
{
    private const string Resumption = "Resumed by another connection",
        Disconnection = "The network has disconnected you; why was not shown to this server";

    // When the root certainly heard of this leaf last; up to where its log may tell of a time when it did not.
    private long _heard;
    private ulong _unheardUpTo;

    // The root has a request of ours, from some time since it was sent. Its log was as far as this when it answered.
    private void Heard(Pending request, ulong after)
    {
        if (MayBeLost) _unheardUpTo = Math.Max(_unheardUpTo, after);
        _heard = Math.Max(_heard, request.SentBefore);
    }

    // It quits a leaf's users when it has not heard of it for so long.
    private bool MayBeLost => _now - _heard > Network.Config.LeafLoss.Timeout + (long)Network.Config.LeafLoss.Grace;

    // Whether some of its users may be gone only because it was lost, or because what came after is unknown here.
    private bool MayHaveLostUsers(NetworkSnapshot saved) =>
        (MayBeLost || _unheardUpTo > Network.Seq || saved.At.Seq < Network.Seq)
        && !saved.Leaves.Any(l => l.Leaf == _leaf && l.Incarnation > Incarnation);

    // Who is there with another connection is not wanted twice; who was not quit with the leaf was ended.
    private void ComeBackOrEnd(
        Session session, string[] channels, Network before, ReloadReason why, bool mayComeBack)
    {
        bool isResumed = why != ReloadReason.WentBack && Network.FindUser(session.User) is not null;
        if (isResumed) Dismiss(session, Resumption);
        else if (mayComeBack) ComeBack(session, channels, before.FindUser(session.User));
        else Dismiss(session, Disconnection);
    }

    // What was not shown may hold the answers to what is still asked: the network remembers those.
    private void Recall(bool mayComeBack)
    {
        if (Network.FindLeaf(_leaf) is not { } record || record.Incarnation != Incarnation) return;
        foreach (Pending pending in _requests.Unanswered.Where(p => p.Number > record.Forgotten).ToArray())
        {
            if (record.Find(pending.Number) is not { } effect || _requests.Complete(pending.Number) is null) continue;
            if (pending is { Ask: SessionOpened, Session: { Stage: Stage.Opening } session })
                OpenAgainOrEnd(session, mayComeBack);
            else Completed(pending, effect.Replies);
        }

        WakeStarved();
    }

    // It became a user, and was one no more, in what was not shown.
    private void OpenAgainOrEnd(Session session, bool mayComeBack)
    {
        if (mayComeBack) _requests.Send(Opening(session), session, _now);
        else Dismiss(session, Disconnection);
    }

    private void Dismiss(Session session, string why)
    {
        Tell(session, new Line(null, "ERROR", why) { Trailing = true });
        FinishResponse(session);
        session.Stage = Stage.Ended;
        session.Backlog.Clear();
        CloseLink(session);
    }
}
