using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

static class LeafRecords
{
    /// <summary>What the network knows of the requests of the leaf process that sent this one; null: nothing.</summary>
    public static LeafRecord? RecordOf(this Network net, Request request) =>
        net.FindLeaf(request.Leaf) is { } leaf && leaf.Incarnation == request.Incarnation ? leaf : null;
}
