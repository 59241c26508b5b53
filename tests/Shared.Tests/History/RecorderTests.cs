using IrcNats.Events;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.History;

/// <summary>What of which event is kept, and whose history it is.</summary>
public sealed class RecorderTests
{
    private readonly TestNetwork _network = new(new NetworkConfig { DefaultChannelModes = ChannelModes.None });

    [Fact]
    public void A_channels_history_begins_with_who_made_it_and_is_known_by_that_event()
    {
        User alice = Add("alice", "Alice");
        _network.Do(alice, "JOIN #a");
        HistoryItem joined = Assert.Single(_network.Kept);
        Assert.Equal(HistoryTarget.OfChannel(joined.Message.Mark), joined.Target);
        Assert.Equal(joined.Target, Target("#a"));
        Assert.Equal(["#a", "Alice", "Somebody"], joined.Message.Params);
        Assert.Equal((KeptKind.Happening, "Alice"), (joined.Message.Kind, joined.Message.Account));
    }

    [Fact]
    public void Who_founds_a_name_anew_begins_another_history_and_a_rename_keeps_it()
    {
        User alice = Add("alice");
        _network.Do(alice, "JOIN #a");
        HistoryTarget first = Target("#a");
        _network.Do(alice, "RENAME #a #b :better");
        Assert.Equal(first, Target("#b"));
        Assert.Equal((first, "RENAME"), (_network.Kept[^1].Target, _network.Kept[^1].Message.Command));
        _network.Do(alice, "JOIN #a");
        Assert.NotEqual(first, Target("#a"));
    }

    [Fact]
    public void What_only_some_members_get_is_not_kept()
    {
        User alice = Add("alice"), bob = Add("bob");
        _network.Do(alice, "JOIN #a");
        _network.Do(bob, "JOIN #a");
        _network.Do(alice, "MODE #a +mU");
        _network.Kept.Clear();
        _network.Do(bob, "PRIVMSG #a :let me");
        _network.Do(alice, "PRIVMSG @#a :shall we?");
        Assert.Empty(_network.Kept);
    }

    [Fact]
    public void Who_came_unseen_is_kept_with_the_line_that_shows_them()
    {
        User alice = Add("alice"), bob = Add("bob");
        _network.Do(alice, "JOIN #a");
        _network.Do(alice, "MODE #a +D");
        _network.Kept.Clear();
        _network.Do(bob, "JOIN #a");
        Assert.Empty(_network.Kept);
        _network.Do(bob, "PRIVMSG #a :here I am");
        KeptMessage said = Assert.Single(_network.Kept).Message;
        Assert.Equal((KeptKind.Message, "PRIVMSG"), (said.Kind, said.Command));
        KeptLine joined = Assert.Single(said.Ahead!);
        Assert.Equal((bob.Hostmask, "JOIN"), (joined.Source, joined.Command));
    }

    [Fact]
    public void Users_who_are_quit_together_are_kept_together()
    {
        User alice = Add("alice"), bob = Add("bob"), carol = Add("carol");
        foreach (User user in new[] { alice, bob, carol }) _network.Do(user, "JOIN #a");
        _network.Kept.Clear();
        _network.Apply(new UsersSplit("leaf1", [bob.Id, carol.Id]));
        KeptMessage quit = Assert.Single(_network.Kept).Message;
        Assert.Equal((carol.Hostmask, "QUIT"), (quit.Source, quit.Command));
        Assert.Equal([(bob.Hostmask, "QUIT")], quit.Ahead!.Select(a => (a.Source, a.Command)));
    }

    [Fact]
    public void Direct_messages_are_kept_between_accounts_and_with_guests_and_once()
    {
        User alice = Add("alice", "Alice"), bob = Add("bob", "Bob"), carol = Add("carol"), dave = Add("dave");
        HistoryTarget both = HistoryTarget.OfAccounts("Alice", "Bob");
        _network.Do(alice, "PRIVMSG bob :hi");
        _network.Do(bob, "NOTICE alice :hi");
        Assert.Equal([both, both], _network.Kept.Select(k => k.Target));
        Assert.Equal(["bob", "hi"], _network.Kept[0].Message.Params);
        _network.Do(alice, "PRIVMSG carol :who are you?");
        _network.Do(carol, "PRIVMSG alice :nobody");
        HistoryTarget guest = HistoryTarget.OfGuest("Alice", "carol");
        Assert.Equal([both, both, guest, guest], _network.Kept.Select(k => k.Target));
        Assert.Equal(("carol", true), guest.CorrespondentOf("alice"));
        _network.Do(carol, "PRIVMSG dave :hi");
        _network.Do(dave, "PRIVMSG carol :hi");
        Assert.Equal(4, _network.Kept.Count);
        _network.Do(alice, "PRIVMSG alice :a note");
        Assert.Equal(HistoryTarget.OfAccounts("Alice", "Alice"), _network.Kept[^1].Target);
        Assert.Equal(5, _network.Kept.Count);
    }

    [Fact]
    public void What_an_operator_tells_everybody_is_in_no_history()
    {
        User alice = Add("alice", "Alice"), bob = Add("bob", "Bob");
        _network.Apply(new MassMessage("NOTICE", "$$*", alice.Id, "at noon"));
        _network.Apply(new WallopsSent(alice.Id, bob.Nick));
        Assert.Empty(_network.Kept);
    }

    [Fact]
    public void Several_lines_are_one_message()
    {
        User alice = Add("alice");
        _network.Do(alice, "JOIN #a");
        MessagePart[] parts = [new("one", false), new("two", true)];
        _network.Apply(new MultilineSent("PRIVMSG", "#a", null, alice.Id, parts, null) { Tags = "+draft/reply=x" });
        KeptMessage said = _network.Kept[^1].Message;
        Assert.Equal(["#a"], said.Params);
        Assert.Equal(parts, said.Parts);
        Assert.Equal("+draft/reply=x", said.Tags);
    }

    [Theory]
    [InlineData(false, "+draft/react=x", true)]
    [InlineData(false, "+other", false)]
    [InlineData(false, "+typing=active", false)]
    [InlineData(true, "+other", true)]
    [InlineData(true, "+typing=active", false)]
    public void Tags_alone_are_kept_as_the_configuration_says(bool others, string tag, bool isKept)
    {
        _network.Apply(new ConfigChanged(new NetworkConfig { History = new() { KeepsTags = others } }));
        User alice = Add("alice");
        _network.Do(alice, "JOIN #a");
        _network.Kept.Clear();
        _network.Do(alice, $"@{tag} TAGMSG #a");
        Assert.Equal(isKept, _network.Kept.Count == 1);
    }

    [Fact]
    public void Nothing_is_kept_where_history_is_off()
    {
        _network.Apply(new ConfigChanged(new NetworkConfig { History = new() { Enabled = false } }));
        User alice = Add("alice");
        _network.Do(alice, "JOIN #a");
        _network.Do(alice, "PRIVMSG #a :hi");
        Assert.Empty(_network.Kept);
    }

    [Fact]
    public void A_redaction_names_what_is_to_go()
    {
        User alice = Add("alice", "Alice"), bob = Add("bob", "Bob");
        _network.Do(alice, "JOIN #a");
        Mark said = new(7, new Position(12, 3));
        HistoryTarget both = HistoryTarget.OfAccounts("Alice", "Bob");
        Assert.Equal(HistoryErasure.Of(Target("#a"), said), HistoryErasure.In(
            _network.Net, new MessageRedacted("#a", null, alice.Id, said.Msgid, null)));
        Assert.Equal(HistoryErasure.Of(both, said), HistoryErasure.In(
            _network.Net, new MessageRedacted(null, bob.Id, alice.Id, said.Msgid, null)));
        Assert.Equal(HistoryErasure.Of(both, said), HistoryErasure.In(
            _network.Net, new MessageErased(alice.Id, both.Key, said)));
        Assert.Equal(HistoryErasure.Of("Bob"), HistoryErasure.In(
            _network.Net, new AccountForgotten(alice.Id, "Bob")));
        Assert.Null(HistoryErasure.In(_network.Net, new MessageErased(alice.Id, "nonsense", said)));
        Assert.Null(HistoryErasure.In(_network.Net, new MessageRedacted("#a", null, alice.Id, "nonsense", null)));
    }

    [Fact]
    public void Channels_from_before_the_level_of_their_founding_get_one_when_it_comes()
    {
        Network net = new();
        Event[] log =
        [
            new UserRegistered(User("alice")), Founding("#b"), Founding("#a"), new LevelRaised(2), Founding("#c"),
            new LevelRaised(2),
        ];
        foreach (var (index, happened) in log.Index())
        {
            net.Apply(new Stamp(new Position((ulong)index + 1, 0), 5, TestNetwork.Now), happened);
            if (happened is ChannelJoined && net.Level < 2) Assert.All(net.Channels, c => Assert.Null(c.Founded));
        }

        Mark[] founded = [.. new[] { "#a", "#b", "#c" }.Select(c => net.FindChannel(c)!.Founded!.Value)];
        Assert.Equal([4ul, 4ul, 5ul], founded.Select(f => f.At.Seq));
        Assert.Equal(founded.Order(), founded);
        Assert.Equal(3, founded.Distinct().Count());
        Assert.All(founded, f => Assert.True(Mark.TryParse(f.Msgid, out Mark same) && same == f));
    }

    private static ChannelJoined Founding(string channel) =>
        new(channel, new UserId(1), MemberModes.Operator) { Created = ChannelModes.None };

    private static User User(string nick, string? account = null, ulong id = 1) => new()
    {
        Id = new UserId(id), Nick = nick, Username = "user", Host = "host.test", Realname = "Somebody",
        Address = "192.0.2.1", Session = new SessionId("leaf1", 1, id), Account = account,
    };

    private User Add(string nick, string? account = null)
    {
        UserId id = _network.Net.NextUser;
        _network.Apply(new UserRegistered(User(nick, account, id.Value)));
        return _network.Net.FindUser(id)!;
    }

    private HistoryTarget Target(string channel) =>
        Recorder.TargetOf(_network.Net.FindChannel(channel)) ?? throw new InvalidOperationException(channel);
}
