using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>Requests that a root left unanswered: tried in sight of the log, and refused when they end roots.</summary>
public sealed class PoisonTests
{
    private const ulong Incarnation = 1;
    private readonly List<Entry> _log = [];
    private Root _root;

    public PoisonTests()
    {
        _root = Elect();
        Take(1, new SessionOpened(1, "alice", "a", "r", "h", "h", false, null), since: _root.Epoch);
        _root.Writer.Flush();
    }

    [Fact]
    public void A_request_that_its_first_root_takes_is_not_tried()
    {
        Take(2, new ClientLine(1, null, "JOIN #a"), since: _root.Epoch);
        _root.Writer.Flush();
        Assert.DoesNotContain(Happened(), h => h is RequestsTried);
        Assert.NotNull(_root.Network.FindChannel("#a"));
    }

    [Fact]
    public void One_that_an_earlier_root_left_waits_until_the_log_says_that_it_is_tried()
    {
        ulong before = _root.Epoch;
        _root = Elect();
        Take(2, new ClientLine(1, null, "JOIN #a"), since: before);
        Take(3, new ClientLine(1, null, "JOIN #b"), since: before);
        Assert.Equal(new RequestsTried("leaf", Incarnation, 2, 2), Happened()[^1]);
        Assert.Empty(_root.Network.Channels);

        _root.StoreAll();
        Assert.NotNull(_root.Network.FindChannel("#a"));
        Assert.Equal(new RequestsTried("leaf", Incarnation, 3, 3), Happened()[^1]);
        _root.StoreAll();
        Assert.NotNull(_root.Network.FindChannel("#b"));
        Assert.Null(_root.Network.FindLeaf("leaf")!.Trial);
    }

    // The root that it was sent to was elected behind what is left of the log, perhaps by a clock that was ahead.
    [Fact]
    public void One_that_a_root_left_whom_the_log_lost_is_tried_too()
    {
        Take(2, new ClientLine(1, null, "JOIN #a"), since: _root.Epoch + 1000);
        Assert.Equal(new RequestsTried("leaf", Incarnation, 2, 2), Happened()[^1]);
        Assert.Empty(_root.Network.Channels);
    }

    [Fact]
    public void What_waits_meanwhile_is_tried_together()
    {
        ulong before = _root.Epoch;
        _root = Elect();
        for (ulong n = 2; n <= 9; n++) Take(n, new ClientLine(1, null, $"JOIN #{n}"), since: before);
        _root.StoreAll();
        Assert.Equal(new RequestsTried("leaf", Incarnation, 3, 9), Happened()[^1]);
        _root.StoreAll();
        Assert.Equal(8, _root.Network.Channels.Count);
    }

    [Fact]
    public void The_third_root_refuses_what_ended_two_and_says_so()
    {
        ulong before = _root.Epoch;
        for (int deaths = 0; deaths < 2; deaths++)
        {
            _root = Elect();
            // It ends when the trial is in the log.
            Take(2, new ClientLine(1, "x", "JOIN #a"), since: before);
        }

        _root = Elect();
        Take(2, new ClientLine(1, "x", "JOIN #a"), since: before);
        _root.Writer.Flush();
        Outcome last = _log[^1].Outcomes[^1];
        Assert.Equal(new RequestGivenUp("leaf", Incarnation, 2, "JOIN", "alice"), Assert.Single(last.Events));
        Assert.StartsWith("FAIL JOIN INTERNAL_ERROR", Assert.Single(last.Replies));
        Assert.Equal(1, _root.GivenUp);

        Take(3, new ClientLine(1, null, "JOIN #b"), since: _root.Epoch);
        Assert.NotNull(_root.Network.FindChannel("#b"));
    }

    [Fact]
    public void A_root_that_hands_over_leaves_no_suspect_behind()
    {
        ulong before = _root.Epoch;
        _root = Elect();
        Take(2, new ClientLine(1, null, "JOIN #a"), since: before);
        _root.Writer.Resign("root-2", 3000);
        Assert.Null(_root.Network.FindLeaf("leaf")!.Trial);
    }

    private IReadOnlyList<Event> Happened() => [.. _log.SelectMany(e => e.Outcomes).SelectMany(o => o.Events)];

    private Root Elect()
    {
        Root root = new(_log);
        return root;
    }

    private void Take(ulong number, Ask ask, ulong since) => _root.Writer.Take(
        new Request(Payload.FormatVersion, "leaf", Incarnation, number, number, ask) { Since = since },
        "x", 2000);

    // A root that begins from the log; its predecessor is gone with what it had not appended.
    private sealed class Root : IRootPorts
    {
        private readonly List<Entry> _log;

        public Root(List<Entry> log)
        {
            _log = log;
            foreach (Entry entry in log) Replay.Apply(Network, Network.Seq + 1, entry);
            Entry election = Writer.Election(Network, "root", TestConfig.Public, 1000);
            log.Add(election);
            Replay.Apply(Network, Network.Seq + 1, election);
            Writer = new Writer(Network, this);
            Stored = Network.Seq;
        }

        public Network Network { get; } = new();
        public Writer Writer { get; }
        public ulong Epoch => Writer.Epoch;
        public ulong Stored { get; private set; }
        public int GivenUp { get; private set; }

        public void StoreAll()
        {
            Stored = Network.Seq;
            Writer.Look(2000);
            Writer.Flush();
        }

        void IRootPorts.Append(ulong seq, Entry entry) => _log.Add(entry);
        void IRootPorts.Reply(string to, Reply reply) { }
        void IRootPorts.GivenUp(Request request) => GivenUp++;
        void IRootPorts.Faulted(Request request, Exception fault) => throw fault;
    }
}
