using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

// RPL_ISUPPORT goes in batches of its own to those who negotiated it, and again when it changes.
// https://ircv3.net/specs/extensions/extended-isupport
public sealed partial class LeafCore
{
    private const string IsupportBatch = "draft/isupport";

    /// <summary>Tells a session these lines, in order.</summary>
    internal void Tell(Session session, IEnumerable<Line> lines)
    {
        bool batches = session.Has(Capabilities.Batch | Capabilities.ExtendedIsupport);
        string? open = null;
        foreach (Line line in lines)
        {
            bool isIsupport = batches && line.Command == Numeric.RPL_ISUPPORT.Code;
            if (isIsupport && open is null) Begin(session, open = NextBatch(session));
            else if (!isIsupport && open is not null) End(session, ref open);
            if (Suited(session, line) is { } suited)
                Deliver(session, DeliveryOf(suited), open is null ? null : "batch=" + open);
        }

        if (open is not null) End(session, ref open);
    }

    /// <summary>The configuration changed: what is different now is told to everybody who was told before.</summary>
    internal void TellOfChanges(NetworkConfig before)
    {
        foreach (Session session in _sessions.Values.Where(s => s.Stage != Stage.Ended))
            CapCommand.TellOfChanges(this, session, before);
        string[] changes = [.. Isupport.Changes(Isupport.Tokens(before), Isupport.Tokens(Network.Config))];
        if (changes.Length == 0) return;
        foreach (Session session in _sessions.Values.Where(s => s.Stage == Stage.Registered))
            Tell(session, Isupport.Lines(changes, session.Called));
    }

    private void Begin(Session session, string reference) =>
        Tell(session, new Line(null, "BATCH", "+" + reference, IsupportBatch));

    private void End(Session session, ref string? reference)
    {
        Tell(session, new Line(null, "BATCH", "-" + reference));
        reference = null;
    }

    private Delivery DeliveryOf(Announcement what) => new(what, stamp: null, Time, Network.Config.ServerName);
}
