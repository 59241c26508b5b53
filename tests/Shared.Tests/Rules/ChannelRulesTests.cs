using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.Commands;
using static IrcNats.State.MemberModes;

namespace IrcNats.Tests.Rules;

/// <summary>The rules that transcripts can only sample, as tables; and the ones that depend on time.</summary>
public sealed class ChannelRulesTests
{
    private readonly TestNetwork _network = new();

    [Theory]
    [InlineData(None, None, false)]
    [InlineData(Voice, None, false)]
    [InlineData(Halfop, None, true)]
    [InlineData(Halfop, Halfop, true)]
    [InlineData(Halfop, Operator, false)]
    [InlineData(Halfop | Voice, Halfop, true)]
    [InlineData(Operator, Operator | Halfop | Voice, true)]
    [InlineData(Operator, Admin, false)]
    [InlineData(Admin, Founder, false)]
    [InlineData(Founder, Founder, true)]
    public void Nobody_is_kicked_from_below(MemberModes by, MemberModes target, bool may) =>
        Assert.Equal(may, ChannelRules.MayKick(new Member(by, 0), new Member(target, 0)));

    [Theory]
    [InlineData('v', Halfop)]
    [InlineData('h', Operator)]
    [InlineData('o', Operator)]
    [InlineData('a', Founder)]
    [InlineData('q', Founder)]
    public void A_status_is_given_from_its_rank_up_and_dropped_by_everyone(char letter, MemberModes givenBy)
    {
        MemberMode status = MemberModeTable.Find(letter)!;
        foreach (MemberMode own in MemberModeTable.All)
        {
            bool may = ChannelRules.MayChangeStatus(new Member(own.Bit, 0), status, dropsOwn: false);
            Assert.Equal(own.Bit >= givenBy, may);
        }

        Assert.False(ChannelRules.MayChangeStatus(null, status, dropsOwn: false));
        Assert.True(ChannelRules.MayChangeStatus(new Member(None, 0), status, dropsOwn: true));
    }

    [Fact]
    public void An_invitation_counts_for_a_day()
    {
        (User bob, Channel channel) = Invite();
        long last = TestNetwork.Now + 24 * 3600 * 1000L - 1;
        Assert.Null(ChannelRules.RefusalToJoin(_network.Net, bob, channel, null, last));
        Assert.NotNull(ChannelRules.RefusalToJoin(_network.Net, bob, channel, null, last + 1));
    }

    [Fact]
    public void An_invitation_does_not_count_for_a_later_channel_of_that_name()
    {
        (User bob, Channel channel) = Invite();
        Assert.True(ChannelRules.IsInvited(_network.Net, bob, channel, TestNetwork.Now));
        Channel later = channel with { Created = TestNetwork.Now + 1 };
        Assert.False(ChannelRules.IsInvited(_network.Net, bob, later, TestNetwork.Now + 1));
    }

    [Fact]
    public void An_invitation_by_someone_without_rank_opens_nothing()
    {
        User alice = _network.Add("alice"), bob = _network.Add("bob");
        _network.Do(alice, "JOIN #dev");
        _network.Apply(new UserInvited("#dev", bob.Id, alice.Id));
        Assert.False(ChannelRules.IsInvited(_network.Net, bob, _network.Net.FindChannel("#dev")!, TestNetwork.Now));
    }

    [Theory]
    [InlineData("bob!*@*", "", true)]
    [InlineData("BOB!*@*", "", true)]
    [InlineData("*!user@host.test", "", true)]
    [InlineData("*!*@other.test", "", false)]
    [InlineData("*!*@*", "bob!*@*", false)]
    [InlineData("*!*@*", "carol!*@*", true)]
    [InlineData("*!*@192.0.2.1", "", false)] // a hidden address cannot be found out by banning
    public void Bans_and_their_exceptions_are_matched_with_the_shown_hostmask(string ban, string except, bool banned)
    {
        User bob = _network.Add("bob");
        Channel channel = new()
        {
            Name = "#dev", Bans = [new ListEntry(ban, "", 0)],
            Exceptions = except.Length == 0 ? [] : [new ListEntry(except, "", 0)],
        };
        Assert.Equal(banned, ListRules.IsBanned(_network.Net, bob, channel));
    }

    [Theory]
    [InlineData("nick!user@host", true)]
    [InlineData("word", true)]
    [InlineData("a,b", true)]
    [InlineData("", false)]
    [InlineData(":word", false)]
    [InlineData("two words", false)]
    [InlineData("tab\tbed", false)]
    public void A_mask_is_one_word(string text, bool isMask) =>
        Assert.Equal(isMask, ListMask.Normalize(text, 'b', new Limits(), out _) is not null);

    [Fact]
    public void A_mask_is_bounded_as_it_will_be_listed()
    {
        string longest = new('x', ListMask.Longest - "!*@*".Length);
        Assert.NotNull(ListMask.Normalize(longest, 'b', new Limits(), out _));
        Assert.Null(ListMask.Normalize(longest + "x", 'b', new Limits(), out string why));
        Assert.Equal("A mask has at most 200 bytes", why);
    }

    private (User Bob, Channel Channel) Invite()
    {
        User alice = _network.Add("alice"), bob = _network.Add("bob");
        _network.Do(alice, "JOIN #dev");
        _network.Do(alice, "MODE #dev +i");
        _network.Do(alice, "INVITE bob #dev");
        return (bob, _network.Net.FindChannel("#dev")!);
    }
}
