using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>What is remembered of messages that were taken back.</summary>
public sealed class RedactionTests
{
    private const int Kept = 4096, Most = 16_384;
    private const long Settles = 60_000;

    private readonly TestNetwork _network = new();
    private readonly User _alice;
    private Position _firstRedaction;

    public RedactionTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #dev");
    }

    [Fact]
    public void While_the_archive_has_the_messages_none_is_forgotten()
    {
        for (int i = 0; i <= Kept; i++) Redact(i);
        Archived(_network.Net.At);
        Assert.All(Enumerable.Range(0, Kept + 1), i => Assert.True(IsErased(i)));
        AssertTheSameWhenLoaded();
    }

    [Fact]
    public void When_the_archive_has_erased_them_the_newest_are_remembered_and_the_oldest_are_not()
    {
        for (int i = 0; i <= Kept; i++) Redact(i);
        Position last = _network.Net.At;
        Archived(last);
        // Pages that were read before are shown by then.
        _network.Time += Settles;
        Archived(last);
        Assert.False(IsErased(0));
        Assert.All(Enumerable.Range(1, Kept), i => Assert.True(IsErased(i)));
        AssertTheSameWhenLoaded();
    }

    [Fact]
    public void When_too_many_wait_for_the_archive_what_was_said_before_is_in_doubt()
    {
        for (int i = 0; i < Most; i++) Redact(i);
        Assert.False(_network.Net.IsInDoubt(At(0)));
        Redact(Most);
        Position by = _network.Net.At;
        Assert.True(_network.Net.IsInDoubt(At(0)) && _network.Net.IsInDoubt(new Position(6, 1)));
        Assert.False(_network.Net.IsInDoubt(At(1)));
        Assert.All(Enumerable.Range(1, Most), i => Assert.True(IsErased(i)));
        AssertTheSameWhenLoaded();

        Archived(new Position(_firstRedaction.Seq - 1, 0));
        _network.Time += Settles;
        Archived(by);
        Assert.True(_network.Net.IsInDoubt(At(0)));
        _network.Time += Settles;
        Archived(by);
        Assert.False(_network.Net.IsInDoubt(At(0)));
        AssertTheSameWhenLoaded();
    }

    [Fact]
    public void What_a_forgotten_account_said_before_is_erased_until_the_archive_has_done_so()
    {
        Position before = _network.Net.At;
        _network.Apply(new AccountForgotten(_alice.Id, "Alice"));
        Position by = _network.Net.At;
        Assert.True(_network.Net.IsErased(before, "Alice"));
        Assert.False(_network.Net.IsErased(before, "Bob") || _network.Net.IsErased(before, null));
        Assert.False(_network.Net.IsErased(new Position(by.Seq + 1, 0), "Alice"));
        AssertTheSameWhenLoaded();
        Archived(by);
        Assert.True(_network.Net.IsErased(before, "Alice"));
        _network.Time += Settles;
        Archived(by);
        Assert.False(_network.Net.IsErased(before, "Alice"));
        AssertTheSameWhenLoaded();
    }

    [Fact]
    public void One_that_is_named_twice_takes_one_place()
    {
        for (int i = 0; i < 3; i++) Redact(1);
        Assert.Equal([At(1)], _network.Net.Save().Redacted);
    }

    // An entry that another build, or somebody else, wrote.
    [Fact]
    public void What_is_no_msgid_is_passed_over()
    {
        _network.Apply(new MessageRedacted("#dev", null, _alice.Id, "nonsense", null));
        Assert.Empty(_network.Net.Save().Redacted);
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public void Authors_may_if_the_configuration_lets_them_and_channel_operators_always(
        bool letsAuthors, bool isOperator, bool isRedacted)
    {
        HistoryConfig history = new() { AllowIndividualDelete = letsAuthors };
        _network.Apply(new ConfigChanged(new NetworkConfig { History = history }));
        User bob = _network.Add("bob"), author = isOperator ? _alice : bob;
        _network.Do(bob, "JOIN #dev");
        CitedMessage cited = new("#dev", null, author.Id, MemberModes.None, TestNetwork.Now) { At = At(0) };
        Caller by = new(author, TestNetwork.Now) { Cited = cited };
        Line line = Line.Parse($"REDACT #dev {Msgid.Of(cited.At, 1)}");
        Assert.Equal(isRedacted, CommandTable.Decide(_network.Net, by, line).Events is [MessageRedacted]);
    }

    private void Redact(int message)
    {
        _network.Apply(new MessageRedacted("#dev", null, _alice.Id, Msgid.Of(At(message), 1), null));
        if (_firstRedaction == default) _firstRedaction = _network.Net.At;
    }

    private void Archived(Position upTo) => _network.Apply(new HistoryArchived(new Mark(1, upTo)));

    private bool IsErased(int message) => _network.Net.IsErased(At(message), null);

    private void AssertTheSameWhenLoaded()
    {
        Network loaded = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_network.Net.Save())));
        Assert.Equal(Codec.Digest(_network.Net), Codec.Digest(loaded));
    }

    private static Position At(int message) => new(7, message);
}
