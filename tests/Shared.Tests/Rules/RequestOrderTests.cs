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

    private void Take(ulong number, ulong? behind) => _writer.Take(
        new Request(Payload.FormatVersion, "leaf", Incarnation, number, 3, new Sync()) { Behind = behind },
        "x", 2000);

    private (ulong, ReplyKind)[] Replied() => [.. _replies.Select(r => (r.Request, r.Kind))];

    void IRootPorts.Append(ulong seq, Entry entry)
    {
    }

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;
}
