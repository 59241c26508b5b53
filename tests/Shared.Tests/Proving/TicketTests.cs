using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Proving;

/// <summary>What the writer makes of tickets: only what a root sealed, for this very request, and what still holds.
/// </summary>
public sealed class TicketTests : IRootPorts
{
    private const string Unproved = "FAIL OPER TEMPORARILY_UNAVAILABLE :The network could not check this; try again";
    private const ulong Incarnation = 7;

    private readonly Network _network = new();
    private readonly Writer _writer;
    private readonly TestDoor _door = TestDoor.OfTranscripts();
    private readonly List<Reply> _replies = [];
    private readonly List<Entry> _entries = [];
    private long _now = 1_700_000_000_000;
    private ulong _number;

    public TicketTests()
    {
        Replay.Apply(_network, 1, Writer.Election(_network, "root-1", TestConfig.Public, _now));
        _writer = new Writer(_network, this, TestConfig.Secrets);
        Ask(new LeafUp());
        foreach (ulong session in (ulong[])[1, 2])
            Ask(new SessionOpened(session, $"u{session}", "u", "u", "h", "192.0.2.1", false, null));
    }

    [Fact]
    public void A_good_ticket_makes_an_operator()
    {
        Assert.Equal("is a server operator", Oper(Ticket())?.WhoisLine);
        Assert.True(_network.FindUser("u1")!.IsOper);
    }

    [Fact]
    public void Without_a_ticket_nobody_is_one_and_no_password_is_said_to_be_wrong() =>
        Assert.Equal(Unproved, Refused("OPER root rootpassword"));

    [Fact]
    public void One_that_nobody_sealed_is_none() =>
        Assert.Equal(Unproved, Refused(Ticket() with { Seal = new byte[32] }));

    [Fact]
    public void One_of_another_key_is_none() => Assert.Equal(
        Unproved,
        Refused(RootsKey.Of("another network's key").Sealed(Ticket(), new SessionId("leaf-1", Incarnation, 1))));

    [Fact]
    public void One_that_was_changed_is_none()
    {
        Ticket ticket = Ticket();
        Assert.Equal(Unproved, Refused(ticket with { Expires = ticket.Expires + 1 }));
        Assert.Equal(Unproved, Refused(ticket with { Name = "staff" }, "OPER staff ***"));
        Assert.Equal(Unproved, Refused(ticket with { Purpose = Purpose.Gateway }));
        Assert.Equal(Unproved, Refused(ticket with { Generation = ticket.Generation + 1 }));
        Assert.Equal(Unproved, Refused(ticket with { Cited = new CitedMessage(null, null, default, default, 0) }));
    }

    [Fact]
    public void One_of_another_session_leaf_or_process_is_none()
    {
        Assert.Equal(Unproved, Refused(Ticket(session: 2)));
        Assert.Equal(Unproved, Refused(Ticket(leaf: "leaf-2")));
        Assert.Equal(Unproved, Refused(Ticket(incarnation: Incarnation - 1)));
    }

    [Fact]
    public void One_of_another_name_is_none() => Assert.Equal(Unproved, Refused(Ticket(), "OPER staff ***"));

    [Fact]
    public void One_that_is_too_old_is_none()
    {
        Ticket ticket = Ticket();
        _now += ProofDoor.TicketHolds + 10;
        Assert.Equal(Unproved, Refused(ticket));
    }

    [Fact]
    public void One_of_a_verifier_that_was_changed_since_is_none()
    {
        Ticket ticket = Ticket();
        _writer.Secrets = TestConfig.Secrets with
        {
            Opers = new Dictionary<string, OperBlock>
            {
                ["root"] = new(new Oper("root", "is a server operator"), Verifier.Of("rootpassword", 1)),
            },
        };
        Assert.Equal(Unproved, Refused(ticket));
        _writer.Secrets = TestConfig.Secrets with { Opers = new Dictionary<string, OperBlock>() };
        Assert.Equal(Unproved, Refused(ticket));
    }

    // The same session may use it again while it holds; that says nothing new.
    [Fact]
    public void One_that_is_used_again_by_its_own_session_changes_nothing_and_by_another_is_none()
    {
        Ticket ticket = Ticket();
        Oper(ticket);
        Assert.Equal("381 u1 :You are now an IRC operator", Refused(ticket));
        Assert.Equal(Unproved, Refused(ticket, session: 2));
    }

    [Fact]
    public void The_password_of_the_network_and_of_a_gateway_need_their_own()
    {
        SessionOpened opened = new(3, "u3", "u", "u", "h", "192.0.2.1", false, null) { Gateway = "web" };
        Ticket gateway = Ticket(3, purpose: Purpose.Gateway, name: "web");
        Assert.StartsWith("ERROR", Assert.Single(Ask(opened).Lines), StringComparison.Ordinal);
        Assert.StartsWith("ERROR", Assert.Single(Ask(opened, Ticket(3)).Lines), StringComparison.Ordinal);
        Assert.Equal(ReplyKind.InLog, Ask(opened, gateway).Kind);
        Assert.Equal(
            "ERROR :Unknown WEBIRC gateway", Assert.Single(Ask(opened with { Session = 4, Gateway = "gone" }).Lines));
    }

    [Fact]
    public void A_citation_says_what_the_log_has_and_of_nothing_else()
    {
        string msgid = Msgid.Of(new Position(2, 0), _writer.Epoch);
        Ticket cited = Ticket(purpose: Purpose.Citation, name: msgid);
        const string Unknown = "FAIL REDACT UNKNOWN_MSGID";
        Ask(new ClientLine(1, null, "JOIN #dev"));
        Assert.StartsWith(Unknown, Refused(cited, $"REDACT #dev {msgid}"), StringComparison.Ordinal);
        string other = Msgid.Of(new Position(3, 0), _writer.Epoch);
        Assert.StartsWith(
            "FAIL REDACT TEMPORARILY_UNAVAILABLE", Refused(cited, $"REDACT #dev {other}"), StringComparison.Ordinal);
        Assert.StartsWith(Unknown, Refused("REDACT #dev nonsense"), StringComparison.Ordinal);
    }

    private Ticket Ticket(
        ulong session = 1, string leaf = "leaf-1", ulong incarnation = Incarnation, Purpose purpose = Purpose.Oper,
        string name = "root") => _door.Prove(
        new Wanted(session, purpose, name, "rootpassword", "192.0.2.1"), leaf, incarnation, _now, _ => null).Ticket!;

    private Oper? Oper(Ticket ticket)
    {
        Ask(new ClientLine(1, null, "OPER root ***"), ticket);
        return _entries.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<OperGranted>().Last().Oper;
    }

    private string Refused(string line) => Assert.Single(Ask(new ClientLine(1, null, line)).Lines);

    private string Refused(Ticket ticket, string line = "OPER root ***", ulong session = 1) =>
        Assert.Single(Ask(new ClientLine(session, null, line), ticket).Lines);

    private Reply Ask(Ask ask, params Ticket[] tickets)
    {
        Request request = new(2, "leaf-1", Incarnation, ++_number, _number, ask) { Tickets = tickets };
        _writer.Take(request, "x", ++_now);
        _writer.Flush();
        return _replies[^1];
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _entries.Add(entry);
    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);
    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;
}
