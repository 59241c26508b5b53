using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>
/// A leaf's requests are taken in order, each when nothing is missing before it: what an earlier root has answered is
/// not missing.
/// </summary>
public sealed class RequestOrderTests : IRootPorts
{
    private const ulong Incarnation = 7;

    private readonly Network _network = new();
    private readonly Writer _writer;
    private readonly List<Reply> _replies = [];
    private int _confirmations;

    public RequestOrderTests()
    {
        Replay.Apply(_network, 1, Writer.Election(_network, "root", TestConfig.Public, 1000));
        _writer = new Writer(_network, this);
    }

    [Fact]
    public void A_request_whose_predecessors_are_answered_is_taken_at_once()
    {
        Take(3, behind: 0);
        Take(6, behind: 3);
        Take(7, behind: 6);
        Assert.Equal([(3ul, ReplyKind.Answer), (6ul, ReplyKind.Answer), (7ul, ReplyKind.Answer)], Replied());
    }

    [Fact]
    public void One_that_comes_before_its_predecessor_is_asked_for_again()
    {
        Take(3, behind: 0);
        Take(6, behind: 5);
        Assert.Equal([(3ul, ReplyKind.Answer), (6ul, ReplyKind.Resend)], Replied());

        Take(5, behind: 3);
        Take(6, behind: 5);
        Assert.Equal((6ul, ReplyKind.Answer), Replied()[^1]);
    }

    [Fact]
    public void Of_a_leaf_that_does_not_say_so_every_number_is_waited_for()
    {
        Take(3, behind: null);
        Take(5, behind: null);
        Assert.Equal([(3ul, ReplyKind.Answer), (5ul, ReplyKind.Resend)], Replied());
    }

    [Fact]
    public void A_number_that_no_leaf_can_have_reached_is_not_believed()
    {
        Take(3, behind: 0);
        Take(ulong.MaxValue, behind: 0);
        Take(4, behind: 0);
        Assert.Equal((4ul, ReplyKind.Answer), Replied()[^1]);
    }

    // Its leaf still believes what that root answers, until it knows this one and sends again.
    [Fact]
    public void A_copy_for_another_root_is_not_taken_but_makes_this_one_ask_the_log_and_its_leaf_is_heard_of()
    {
        Ask(1, new LeafUp());
        Replay.Apply(_network, _network.Seq + 1, Writer.Election(_network, "next", TestConfig.Public, 3000));
        Writer next = new(_network, this);
        _replies.Clear();
        Request sync = Numbered(2, new Sync());
        long late = 3000 + _network.Config.LeafLoss.Timeout;

        next.Tick(3000);
        next.Take(sync with { Epoch = _writer.Epoch }, "x", late);
        next.Take(sync with { Epoch = next.Epoch + 1 }, "x", late);
        next.Tick(late + 100);
        Assert.Empty(_replies);
        Assert.Equal(2, _confirmations);
        Assert.Null(_network.FindLeaf("leaf")!.LostAt);

        next.Take(sync with { Epoch = next.Epoch }, "x", late);
        next.Take(Numbered(3, new Sync()), "x", late);
        Assert.Equal([(2ul, ReplyKind.Answer), (3ul, ReplyKind.Answer)], Replied());
    }

    // Its clock was ahead, and it died before it was let up: the next process has a lower number.
    [Fact]
    public void What_a_dead_process_asked_an_earlier_root_keeps_no_other_process_out()
    {
        _writer.Take(
            Numbered(1, new LeafUp()) with { Incarnation = Incarnation + 2, Epoch = _writer.Epoch - 1 }, "x", 2000);
        Ask(1, new LeafUp());
        Assert.Equal(Incarnation, _network.FindLeaf("leaf")?.Incarnation);
    }

    // Its connection may have ended meanwhile: that request was answered, and does not come again.
    [Fact]
    public void A_registration_that_an_earlier_root_refused_does_not_come_late()
    {
        Ask(1, new LeafUp());
        Ask(2, Opened(1, "alice"));
        Ask(3, Opened(2, "alice"));
        Assert.Contains("433", Assert.Single(_replies[^1].Lines), StringComparison.Ordinal);
        Ask(4, new SessionClosed(2, "gone"));
        Ask(5, new SessionClosed(1, "gone"));
        Replay.Apply(_network, _network.Seq + 1, Writer.Election(_network, "root", TestConfig.Public, 3000));
        Writer next = new(_network, this);
        next.Take(Numbered(3, Opened(2, "alice")), "x", 3000);
        Assert.Empty(_network.Users);
        Assert.StartsWith("ERROR ", Assert.Single(_replies[^1].Lines), StringComparison.Ordinal);
    }

    private void Ask(ulong number, Ask ask)
    {
        _writer.Take(Numbered(number, ask), "x", 2000);
        _writer.Flush();
    }

    private static Request Numbered(ulong number, Ask ask) =>
        new(Payload.FormatVersion, "leaf", Incarnation, number, number, ask);

    private static SessionOpened Opened(ulong session, string nick) =>
        new(session, nick, nick, nick, "localhost", "127.0.0.1", Secure: false, Password: null);

    private void Take(ulong number, ulong? behind) => _writer.Take(
        new Request(Payload.FormatVersion, "leaf", Incarnation, number, 3, new Sync()) { Behind = behind },
        "x", 2000);

    private (ulong, ReplyKind)[] Replied() => [.. _replies.Select(r => (r.Request, r.Kind))];

    void IRootPorts.Append(ulong seq, Entry entry)
    {
    }

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Confirm() => _confirmations++;

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;
}
