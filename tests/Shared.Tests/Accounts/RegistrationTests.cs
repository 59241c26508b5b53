using IrcNats.Events;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Accounts;

/// <summary>Registered channels in the state, and what the configuration says of them.</summary>
public sealed class RegistrationTests
{
    private static readonly UserId s_alice = new(1);

    private readonly Network _root = new(), _leaf = new(holdsAccounts: false);

    private static ChannelRegistration Registration { get; } = new()
    {
        Channel = "#dev", Founder = "alice", RegisteredAt = 1,
        Access = [new ChannelAccess("bob", MemberModes.Operator)], OfferedTo = "carol",
    };

    [Fact]
    public void A_registered_channel_stays_when_it_is_empty_and_ends_when_it_is_given_up()
    {
        Begin();
        Happen(new RegistrationChanged(Registration, new ChannelSettings()));
        Happen(new ChannelParted("#dev", s_alice, null));
        foreach (Network net in (Network[])[_root, _leaf, Loaded(_root), Loaded(_leaf)])
            Assert.NotNull(net.FindChannel("#dev")!.Registered);
        Assert.Equal(Registration, Loaded(_root).FindRegistration("#DEV")! with { Access = Registration.Access });
        Happen(new ChannelUnregistered("#dev"));
        foreach (Network net in (Network[])[_root, _leaf]) Assert.Null(net.FindChannel("#dev"));
        Assert.Null(_root.FindRegistration("#dev"));
        Assert.Empty(_root.ChannelsNaming("carol"));
    }

    [Fact]
    public void A_leaf_holds_no_registration_and_agrees_with_the_root_in_everything_else()
    {
        Begin();
        Happen(new RegistrationChanged(Registration, new ChannelSettings { History = HistoryKeeping.Off }));
        Assert.Null(_leaf.FindRegistration("#dev"));
        Assert.Null(_leaf.AccountsDigest);
        Assert.Equal(Codec.Digest(_root), Codec.Digest(_leaf));
        Network loaded = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_root.Save())), holdsAccounts: false);
        Assert.Equal(Codec.Encode(_leaf.Save()), Codec.Encode(loaded.Save()));
    }

    [Fact]
    public void It_goes_with_the_channel_s_name_and_its_digest_tells()
    {
        Begin();
        Happen(new RegistrationChanged(Registration, new ChannelSettings()));
        string before = _root.AccountsDigest!;
        Happen(new ChannelRenamed("#dev", "#Dev", s_alice, ""));
        Assert.Equal("#Dev", _root.FindRegistration("#dev")!.Channel);
        Assert.NotEqual(before, _root.AccountsDigest);
        Happen(new ChannelRenamed("#Dev", "#new", s_alice, ""));
        Assert.Null(_root.FindRegistration("#dev"));
        Assert.Equal("#new", Assert.Single(_root.ChannelsFoundedBy("alice")).Channel);
        Assert.Equal(_root.AccountsDigest, Loaded(_root).AccountsDigest);
        Happen(new ChannelRenamed("#new", "#dev", s_alice, ""));
        Assert.Equal(before, _root.AccountsDigest);
    }

    [Fact]
    public void An_account_that_is_given_up_is_on_no_access_list()
    {
        Begin();
        Happen(new RegistrationChanged(Registration, new ChannelSettings()));
        Happen(new AccountUnregistered("bob"));
        Happen(new AccountUnregistered("carol"));
        ChannelRegistration left = _root.FindRegistration("#dev")!;
        Assert.Empty(left.Access);
        Assert.Null(left.OfferedTo);
        Assert.Empty(_root.ChannelsNaming("bob"));
    }

    [Fact]
    public void The_digest_is_of_every_field()
    {
        string[] sums =
        [
            Registration.Sum, (Registration with { Channel = "#x" }).Sum, (Registration with { Founder = "x" }).Sum,
            (Registration with { RegisteredAt = 2 }).Sum, (Registration with { OfferedTo = null }).Sum,
            (Registration with { Access = [] }).Sum,
            Registration.With("bob", MemberModes.Voice).Sum, Registration.With("dave", MemberModes.Operator).Sum,
        ];
        Assert.Equal(sums.Length, sums.Distinct().Count());
        // A new field has to be in the sum, and above.
        Assert.Equal(
            ["ChannelAccess 000", "ChannelAccess 001", "ChannelRegistration 000", "ChannelRegistration 001",
                "ChannelRegistration 002", "ChannelRegistration 003", "ChannelRegistration 004"],
            from field in SnapshotFormat.FieldsOf(typeof(ChannelRegistration))
            select string.Join(' ', field.Split(' ')[..2]));
    }

    [Fact]
    public async Task Registrations_are_bounded_by_account_and_time()
    {
        await using MemoryStage stage = new();
        Transcript play = new(stage);
        await play.PlayAsync(
            """
            alice> NS REGISTER sesame
            alice< *
            alice< *
            alice join #one
            alice join #two
            alice join #three
            """);
        stage.Reconfigure(With(new ChannelsConfig { MostPerAccount = 2, Throttle = 60_000 }));
        await play.PlayAsync("alice> CS REGISTER #one\nalice< * MODE #one +q alice\nalice< *");
        await play.PlayAsync("alice> CS REGISTER #two\nalice< * :You registered a channel a moment ago; wait 60 s");
        await stage.WaitAsync(TimeSpan.FromSeconds(60));
        await play.PlayAsync("alice> CS REGISTER #two\nalice< * MODE #two +q alice\nalice< *");
        await play.PlayAsync("alice> CS REGISTER #three\nalice< * :An account has at most 2 channels");
        stage.Reconfigure(With(new ChannelsConfig { OperatorOnly = true, Throttle = 0 }));
        await play.PlayAsync(
            "alice> CS REGISTER #three\nalice< * :Only operators of the network register channels here");
        stage.Reconfigure(With(new ChannelsConfig { Registration = false }));
        await play.PlayAsync("alice> CS REGISTER #three\nalice< * :Channels cannot be registered here");
        stage.Reconfigure(With(new ChannelsConfig { OperatorOnly = true, MostPerAccount = 1 }));
        await stage.SendAsync("alice", "OPER root rootpassword");
        stage.Inbox("alice").Clear();
        await play.PlayAsync("alice> CS REGISTER #three\nalice< * MODE #three +q alice\nalice< *");
    }

    private static NetworkConfig With(ChannelsConfig channels) => TestConfig.Public with { Channels = channels };

    private void Begin()
    {
        Happen(new LevelRaised(BuildLevel.Current));
        foreach (string name in (string[])["alice", "bob", "carol"])
            Happen(new AccountRegistered(name, new byte[] { 1 }));
        Happen(new UserRegistered(new User
        {
            Id = s_alice, Nick = "alice", Username = "a", Host = "a.test", Realname = "A",
            Session = new SessionId("leaf1", 1, 1), Account = "alice",
        }));
        Happen(new ChannelJoined("#dev", s_alice, MemberModes.Founder) { Created = ChannelModes.None });
    }

    private static Network Loaded(Network net) =>
        Network.Load(Codec.DecodeSnapshot(Codec.Encode(net.Save())), holdsAccounts: net.HoldsAccounts);

    private void Happen(Event happened)
    {
        foreach (Network net in (Network[])[_root, _leaf])
            net.Apply(new Stamp(new Position(net.Seq + 1, 0), 1, 1_700_000_000_000), happened);
    }
}
