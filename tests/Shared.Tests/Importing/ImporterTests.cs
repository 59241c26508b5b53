using FsCheck;
using FsCheck.Xunit;
using IrcNats.Root.Core.Importing;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Importing;

/// <summary>Accounts and channels of another network come into a running one.</summary>
public sealed class ImporterTests
{
    private readonly MemoryStage _stage = new(leaves: 1);

    private Network Root => _stage.Root;

    [Fact]
    public void Accounts_and_channels_are_as_they_were()
    {
        ImportTold told = _stage.Import(new ImportBatch
        {
            Accounts =
            [
                new ImportedAccount("Alice")
                {
                    RegisteredAt = 1_600_000_000_123, Secret = [1, 2], Email = [3], Certfps = ["00ff"],
                    Nicks = ["Ally"], Vhost = "staff.example.net",
                },
                new ImportedAccount("bob"),
            ],
            Channels =
            [
                new ImportedChannel("#dev", "alice")
                {
                    RegisteredAt = 1_600_000_000_456, Topic = "hi there", TopicSetBy = "bob!b@h",
                    TopicSetAt = 1_600_000_001_000,
                    Access = new Dictionary<string, string> { ["BOB"] = "o", ["Alice"] = "q" }, Modes = "nts",
                    Key = "k", Limit = 17, Forward = "#other",
                },
            ],
        });
        Assert.Equal((3, 0), (told.Done, told.There));
        Assert.Empty(told.LeftOut);
        Account alice = Root.FindAccount("alice")!;
        Assert.Equal(("Alice", 1_600_000_000_123), (alice.Name, alice.RegisteredAt));
        Assert.Equal(new byte[] { 1, 2 }, alice.Secret.ToArray());
        Assert.Equal(new byte[] { 3 }, alice.Email.ToArray());
        Assert.Equal("Alice", Root.FindAccountOf("00ff")!.Name);
        Assert.Equal("Alice", Root.FindAccountOfNick("ALLY")!.Name);
        Assert.Equal("staff.example.net", alice.Vhost!.Shown);
        ChannelRegistration registration = Root.FindRegistration("#dev")!;
        Assert.Equal(("Alice", 1_600_000_000_456), (registration.Founder, registration.RegisteredAt));
        Assert.Equal([new ChannelAccess("bob", MemberModes.Operator)], registration.Access);
        Channel channel = Assert.Single(_stage.Replicas).FindChannel("#dev")!;
        Assert.Equal(new Topic("hi there", "bob!b@h", 1_600_000_001_000), channel.Topic);
        Assert.Equal(("k", 17, "#other"), (channel.Key, channel.Limit, channel.Forward));
        Assert.Equal(ChannelModes.NoExternal | ChannelModes.TopicLocked | ChannelModes.Secret, channel.Modes);
        Assert.NotNull(channel.Registered);
        Assert.Equal(Codec.Digest(Root), Codec.Digest(_stage.Replicas.First()));
    }

    [Fact]
    public void What_cannot_be_is_left_out_with_the_reason()
    {
        _stage.Import(new ImportBatch { Accounts = [Account("alice", 1), Account("bob", 1)] });
        _stage.Import(new ImportBatch { Channels = [new ImportedChannel("#dev", "alice")] });
        ImportTold told = _stage.Import(new ImportBatch
        {
            Accounts =
            [
                Account("Alice", 2), Account("NickServ", 1), Account("zoë", 1), Account("with space\r\n", 1),
                Account("carol", 1) with
                {
                    Nicks = ["alice", "1st", "Carol", "caro"], Vhost = "nodot", Certfps = [.. Certfps(11)],
                },
            ],
            Channels =
            [
                new ImportedChannel("#DEV", "bob"), new ImportedChannel("nochannel", "bob"),
                new ImportedChannel("#a", "nobody"),
                new ImportedChannel("#b", "bob")
                {
                    Access = new Dictionary<string, string> { ["x"] = "o", ["carol"] = "Z" }, Modes = "nOk7",
                    Key = "a key", Forward = "#b",
                },
            ],
        });
        Assert.Equal(
            [
                "account Alice: all of it: This name is registered, or was: names are not given twice",
                "account NickServ: all of it: Nobody may have this nick",
                "account zoë: all of it: Nobody may have this nick",
                "account with space  : all of it: Nobody may have this nick",
                $"account carol: certificate {Certfps(11)[10]}: an account has at most 10",
                "account carol: nick alice: This name is registered, or was: names are not given twice",
                "account carol: nick 1st: Nobody may have this nick",
                "account carol: vhost nodot: it is no host's name with a dot",
                "channel #DEV: all of it: it is registered here, and alice's",
                "channel nochannel: all of it: there can be no such channel",
                "channel #a: all of it: there is no account nobody, which is its founder",
                "channel #b: x: there is no such account",
                "channel #b: carol: there is no status 'Z'",
                "channel #b: mode O: only operators of the network set it",
                "channel #b: mode k: there is no such mode without a parameter",
                "channel #b: mode 7: there is no such mode without a parameter",
                "channel #b: its key is none that can be used here",
                "channel #b: mode f: #b is no channel to which users could be sent",
            ],
            told.LeftOut);
        Assert.Equal((2, 0), (told.Done, told.There));
        Assert.Equal(["caro"], Root.FindAccount("carol")!.Nicks);
    }

    [Fact]
    public async Task Who_is_in_a_channel_of_that_name_sees_what_is_another_now()
    {
        await _stage.ConnectAsync("bob", null);
        await _stage.SendAsync("bob", "NICK bob");
        await _stage.SendAsync("bob", "USER u 0 * :x");
        await _stage.SendAsync("bob", "JOIN #Dev");
        _stage.Inbox("bob").Clear();
        _stage.Import(new ImportBatch { Accounts = [Account("alice", 1)] });
        _stage.Import(new ImportBatch
        {
            Channels = [new ImportedChannel("#dev", "alice") { Topic = "imported", Modes = "m" }],
        });
        Assert.Equal(
            [
                ":ChanServ!ChanServ@irc.test TOPIC #Dev :imported", ":ChanServ!ChanServ@irc.test MODE #Dev +m",
            ],
            _stage.Inbox("bob"));
        Assert.Equal("#Dev", Root.FindRegistration("#dev")!.Channel);
    }

    [Fact]
    public void What_is_left_out_of_one_item_is_bounded()
    {
        ImportTold told = _stage.Import(new ImportBatch
        {
            Accounts = [Account("alice", 1)],
            Channels =
            [
                new ImportedChannel("#dev", "alice")
                {
                    Access = Enumerable.Range(0, 1000).ToDictionary(i => $"x{i}", _ => "o"),
                },
            ],
        });
        Assert.Equal(21, told.LeftOut.Count);
        Assert.Equal("channel #dev: and 980 more", told.LeftOut[^1]);
    }

    [Property(MaxTest = 50)]
    public bool Twice_is_once(NonNull<string>[] names, byte[] pick)
    {
        string[] some = [.. names.Select(n => n.Get), "alice", "Bob", "carol", "ALICE"];
        ImportBatch batch = new()
        {
            Accounts = [.. some.Select((n, i) => Account(n, i % 3) with { Nicks = [some[Pick(i, some.Length)]] })],
            Channels = [.. some.Select((n, i) => new ImportedChannel("#" + n, some[Pick(i, some.Length)])
            {
                Access = new Dictionary<string, string> { [n] = "v" }, Topic = n, Modes = n,
            })],
        };
        MemoryStage stage = new(leaves: 1);
        ImportTold first = stage.Import(batch);
        (string all, string? accounts) = (Codec.Digest(stage.Root), stage.Root.AccountsDigest);
        ImportTold second = stage.Import(batch);
        return second.Done == 0 && first.Done > 0 && accounts == stage.Root.AccountsDigest
            && all == Codec.Digest(stage.Root) && Codec.Digest(stage.Replicas.First()) == all;

        int Pick(int i, int of) => pick.Length == 0 ? 0 : pick[i % pick.Length] % of;
    }

    private static ImportedAccount Account(string name, long registeredAt) =>
        new(name) { RegisteredAt = registeredAt };

    private static string[] Certfps(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i:x64}")];
}
