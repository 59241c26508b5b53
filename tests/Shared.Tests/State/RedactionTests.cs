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
    private const int Kept = 4096;

    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public RedactionTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #dev");
    }

    [Fact]
    public void The_newest_are_remembered_and_the_oldest_are_not()
    {
        for (int i = 0; i <= Kept; i++) Redact(i);
        Assert.False(_network.Net.IsRedacted(At(0)));
        Assert.All(Enumerable.Range(1, Kept), i => Assert.True(_network.Net.IsRedacted(At(i))));
        Network loaded = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_network.Net.Save())));
        Assert.Equal(Codec.Digest(_network.Net), Codec.Digest(loaded));
        Assert.True(loaded.IsRedacted(At(1)) && !loaded.IsRedacted(At(0)));
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

    private void Redact(int message) =>
        _network.Apply(new MessageRedacted("#dev", null, _alice.Id, Msgid.Of(At(message), 1), null));

    private static Position At(int message) => new(7, message);
}
