using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>One leaf's part when something happens in a channel where all of its many clients are.</summary>
static class FanOutParts
{
    private const int Members = 10_000;

    // What the sessions have negotiated, in turn: plain clients, and ever more modern ones.
    private static readonly string[] s_capabilities =
        ["", "server-time", "server-time message-tags", "server-time message-tags account-tag batch echo-message"];

    public static IEnumerable<Part> All()
    {
        LeafWithClients? leaf = null;
        LeafWithClients Leaf() => leaf ??= new LeafWithClients(Members, s_capabilities);
        return
        [
            new($"deliver a message to {Members:N0} members, each", Members, () => Say(Leaf()),
                () => $"{leaf!.Buffers} buffers for {leaf.Lines:N0} lines"),
            new($"the same to {Members:N0} of one kind, each", Members, () => Say(new LeafWithClients(Members, [""]))),
            new($"change of a nick seen by {Members:N0}, each", Members, () => Rename(Leaf())),
            new($"NAMES of {Members:N0}", 1, () => Ask(Leaf(), $"NAMES {LeafWithClients.Channel}")),
            new($"WHO of {Members:N0}", 1, () => Ask(Leaf(), $"WHO {LeafWithClients.Channel}")),
            new("WHOIS of one", 100, () => Ask(Leaf(), "WHOIS user7", 100)),
        ];
    }

    private static Action Say(LeafWithClients leaf) => () => leaf.Happens(new ChannelMessage(
        "PRIVMSG", LeafWithClients.Channel, leaf.First, "what people say, some forty bytes of it", null)
    {
        Source = "user1!~u@192.0.2.1",
    });

    private static Action Rename(LeafWithClients leaf)
    {
        bool back = false;
        return () =>
        {
            leaf.Happens(new NickChanged(leaf.First, back ? "user1" : "other1"));
            back = !back;
        };
    }

    private static Action Ask(LeafWithClients leaf, string line, int times = 1) => () =>
    {
        for (int i = 0; i < times; i++) leaf.Says(line);
    };
}
