using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Outside;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Outside;

/// <summary>How many are asked outside at a time, who waits, and which tries count.</summary>
public sealed class OutsideDeskTests
{
    private readonly List<(int Number, OutsideQuestion Question)> _asked = [];
    private readonly List<(string To, ProofAnswer Answer)> _told = [];
    private readonly List<string> _alarms = [];
    private readonly Network _network = new();
    private readonly OutsideDesk _desk;
    private LoadedConfig _config = new(
        TestConfig.WithSidecar with
        {
            Session = TestConfig.Public.Session with
            {
                Throttle = new ThrottleConfig { LoginAttempts = 3, LoginWindow = 60_000 },
            },
        },
        TestConfig.Secrets with { Sidecar = new SidecarSettings { Socket = "/s", AtOnce = 2, Autocreate = true } });
    private long _now = 1_000_000;

    public OutsideDeskTests() => _desk = new OutsideDesk(
        new ProofDoor(), (number, question) => _asked.Add((number, question)),
        (to, answer) => _told.Add((to, answer)), _alarms.Add);

    [Fact]
    public void A_few_are_asked_at_a_time_and_the_others_wait_for_a_short_while()
    {
        for (int i = 1; i <= 4; i++) Ask($"user{i}", $"192.0.2.{i}");
        Assert.Equal(["user1", "user2"], _asked.Select(a => a.Question.Name));
        Say(1, new OutsideAnswer(OutsideOutcome.Known, "user1"));
        Assert.Equal(["user1", "user2", "user3"], _asked.Select(a => a.Question.Name));
        _now += Purposes.OutsideTurn + 1;
        Say(2, new OutsideAnswer(OutsideOutcome.Known, "user2"));
        Assert.Equal(3, _asked.Count);
        Assert.Equal([ProofKind.Right, ProofKind.Right, ProofKind.Busy], _told.Select(t => t.Answer.Kind));
        Ask("user5", "192.0.2.5");
        Assert.Equal("user5", _asked[^1].Question.Name);
    }

    [Fact]
    public void More_than_may_wait_are_told_at_once()
    {
        for (int i = 0; i < Turns.MostWaiting + 3; i++) Ask($"user{i}", $"10.0.{i / 250}.{i % 250}");
        Assert.Equal(ProofKind.Busy, Assert.Single(_told).Answer.Kind);
    }

    [Fact]
    public void A_try_counts_before_anybody_is_asked_whoever_looks_at_it()
    {
        _config = _config with
        {
            Secrets = _config.Secrets with { Sidecar = _config.Secrets.Sidecar! with { AtOnce = 100 } },
        };
        for (int i = 1; i <= 5; i++) Ask("alice", "192.0.2.1");
        Assert.Equal(3, _asked.Count);
        Assert.Equal([ProofKind.Throttled, ProofKind.Throttled], _told.Select(t => t.Answer.Kind));
        // Whether a password is wrong is seen when the network's own account is looked at; a token is nobody's then.
        Say(1, new OutsideAnswer(OutsideOutcome.Denied, ""), OutsideKind.Password);
        Say(2, new OutsideAnswer(OutsideOutcome.Denied, ""), OutsideKind.Token);
        Say(3, OutsideAnswer.Failed("no"));
        Ask("alice", "192.0.2.1");
        Ask("alice", "192.0.2.1");
        Ask("alice", "192.0.2.1");
        Assert.Equal(5, _asked.Count);
        Assert.Equal(ProofKind.Throttled, _told[^1].Answer.Kind);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("NickServ")]
    [InlineData("#channel")]
    [InlineData("1st")]
    [InlineData("a\r\nQUIT")]
    [InlineData("\u0000")]
    [InlineData("a-name-that-is-much-longer-than-any-nick-may-be-in-this-network")]
    public void A_name_that_no_account_can_have_is_refused_and_told(string name)
    {
        Ask("alice", "192.0.2.1");
        Say(1, new OutsideAnswer(OutsideOutcome.Known, name));
        ProofAnswer told = Assert.Single(_told).Answer;
        Assert.Equal((ProofKind.Refused, true), (told.Kind, told.Ticket is null));
        Assert.Equal("Your account has a name that cannot be used here", told.Text);
        string alarm = Assert.Single(_alarms);
        Assert.DoesNotContain(alarm, char.IsControl);
    }

    [Fact]
    public void Without_autocreate_only_an_account_that_is_there_is_logged_in_to()
    {
        _config = _config with
        {
            Secrets = _config.Secrets with { Sidecar = _config.Secrets.Sidecar! with { Autocreate = false } },
        };
        Ask("alice", "192.0.2.1");
        Say(1, new OutsideAnswer(OutsideOutcome.Known, "alice"));
        Assert.Equal("There is no account alice here", Assert.Single(_told).Answer.Text);
    }

    [Fact]
    public void Where_nobody_outside_is_asked_a_leaf_is_told_so()
    {
        _config = _config with { Secrets = _config.Secrets with { Sidecar = null, Tokens = null } };
        Ask("alice", "192.0.2.1");
        Assert.Equal(ProofKind.Busy, Assert.Single(_told).Answer.Kind);
        Assert.Empty(_asked);
    }

    [Fact]
    public void An_answer_that_nobody_waits_for_is_passed_over()
    {
        Say(99, new OutsideAnswer(OutsideOutcome.Known, "alice"));
        Assert.Empty(_told);
    }

    private void Ask(string name, string address) => _desk.Asked(
        new ProofQuestion(Payload.FormatVersion, "leaf", 1, 1, Purpose.Outside, name, address) { Box = new byte[1] },
        name, _config, _network, _now);

    private void Say(int number, OutsideAnswer answer, OutsideKind kind = OutsideKind.Password) =>
        _desk.Answered(number, answer with { Kind = kind }, _config, _network, _now, _now);
}
