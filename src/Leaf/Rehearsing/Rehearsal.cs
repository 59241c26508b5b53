using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Rehearsing;

/// <summary>
/// Does once, for two clients on a network that nobody sees, what a leaf does for its first clients. So the code is
/// compiled and its tables are made before anyone waits for them. It has no socket and no bus; everything else is the
/// real thing.
/// </summary>
static class Rehearsal
{
    private const string Alice = "alice", Bob = "bob";

    // This must never run out: an answer that does not come is a mistake in the rehearsal itself.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    // A client, the lines that it sends, the client that listens, and a text that this client must hear then.
    private static readonly (string Client, string Lines, string Reader, string Answer)[] s_steps =
    [
        (Alice, "CAP LS 302", Alice, " LS "),
        (Alice, "CAP REQ :message-tags server-time batch echo-message labeled-response multi-prefix", Alice, " ACK "),
        (Alice, "CAP REQ :extended-join away-notify account-tag userhost-in-names setname", Alice, " ACK "),
        (Alice, "NICK alice\r\nUSER alice 0 * :Alice\r\nCAP END", Alice, " 001 "),
        (Bob, "NICK bob\r\nUSER bob 0 * :Bob", Bob, " 001 "),
        (Alice, "PING :1", Alice, " PONG "),
        (Alice, "JOIN #a", Alice, " 366 "),
        (Bob, "JOIN #a", Bob, " 366 "),
        (Alice, "PRIVMSG #a :hello", Bob, " PRIVMSG "),
        (Bob, "PRIVMSG #a :hello", Alice, " PRIVMSG "),
        (Alice, "@label=2 PRIVMSG bob :hello", Bob, " PRIVMSG "),
        (Alice, "@+typing=active TAGMSG #a\r\nNOTICE #a :hello", Bob, " NOTICE "),
        (Alice, "NAMES #a", Alice, " 366 "),
        (Alice, "@label=3 WHO #a", Alice, " 315 "),
        (Bob, "WHO #a %tcuhnfa,1", Bob, " 315 "),
        (Alice, "WHOIS bob", Alice, " 318 "),
        (Bob, "WHOIS alice", Bob, " 318 "),
        (Bob, "WHOWAS nobody", Bob, " 369 "),
        (Alice, "LIST", Alice, " 323 "),
        (Alice, "TOPIC #a :topic", Bob, " TOPIC "),
        (Bob, "TOPIC #a", Bob, " 332 "),
        (Alice, "MODE #a", Alice, " 324 "),
        (Alice, "MODE #a +ov-v+b bob bob bob x!*@*", Bob, " MODE "),
        (Alice, "MODE #a b", Alice, " 368 "),
        (Alice, "MODE alice -i", Alice, " MODE "),
        (Alice, "AWAY :away", Alice, " 306 "),
        (Bob, "PRIVMSG alice :hello", Bob, " 301 "),
        (Bob, "MONITOR + alice", Bob, " 730 "),
        (Alice, "AWAY", Alice, " 305 "),
        (Bob, "ISON alice", Bob, " 303 "),
        (Bob, "USERHOST alice", Bob, " 302 "),
        (Bob, "LUSERS", Bob, " 266 "),
        (Bob, "MOTD", Bob, " 422 "),
        (Bob, "NOSUCH", Bob, " 421 "),
        (Bob, "NICK robert", Alice, " NICK "),
        (Alice, "KICK #a robert", Bob, " KICK "),
        (Alice, "INVITE robert #a", Bob, " INVITE "),
        (Bob, "JOIN #a", Alice, " JOIN "),
        (Bob, "PART #a", Alice, " PART "),
        (Bob, "JOIN #a", Alice, " JOIN "),
    ];

    /// <returns>How many entries the log of that network has at the end.</returns>
    public static async Task<ulong> RunAsync(TimeProvider time)
    {
        StageRoot root = new(time.GetUtcNow().ToUnixTimeMilliseconds());
        LeafLoop loop = new(new LeafCore(StageRoot.Leaf, 1, root), time);
        root.Begin(loop);
        // Not a meter that is shown.
        using Metrics metrics = new(() => loop.Status, "Rehearsal");
        using CancellationTokenSource ending = new(), patience = new(s_patience, time);
        Task running = loop.RunAsync(ending.Token);
        Dictionary<string, StageClient> clients = new()
        {
            [Alice] = new StageClient(loop, metrics, time), [Bob] = new StageClient(loop, metrics, time),
        };
        foreach (var (client, lines, reader, answer) in s_steps)
        {
            await clients[client].SayAsync(lines);
            await clients[reader].HearAsync(answer, patience.Token);
        }

        // While both are there: a digest of users and channels is made for the first time here, and not a minute later
        // while everybody waits.
        loop.Post((core, now) => PassTime(core, root, now));
        foreach (StageClient client in clients.Values)
        {
            await client.SayAsync("QUIT :bye");
            await client.Ended.WaitAsync(patience.Token);
        }

        await loop.WhenAsync(core => core.Unanswered == 0).WaitAsync(patience.Token);
        await ending.CancelAsync();
        await running;
        return loop.Status.Seq;
    }

    private static void PassTime(LeafCore core, StageRoot root, long now)
    {
        core.Beaten(StageRoot.Read(root.Beat()), now);
        core.Tick(now);
        Network.Load(Codec.DecodeSnapshot(Codec.Encode(core.Network.Save())));
        Codec.Digest(core.Network);
    }
}
