using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Wire;

/// <summary>One of every payload, ask and event, with every member set: nothing of the format is left out.</summary>
static class Samples
{
    private static readonly Oper s_oper = new("root", "is a server operator")
    {
        Host = "staff.irc", IsHidden = true, Capabilities = OperCapabilities.Kill | OperCapabilities.Rehash,
        HostBefore = "a.test", Modes = UserModes.Wallops, Notices = SnoMasks.Connects | SnoMasks.Bans,
    };
    private static readonly UserId s_alice = new(3), s_bob = new(4);

    private static readonly Location s_place = new() { Country = "DE", Asn = 64496, AsnName = "Ex" };

    // Of a citation, which has everything.
    private static Ticket Ticket { get; } =
        new(Purpose.Citation, "abc", 7, 1_700_000_000_123, new byte[] { 1, 2, 3 })
        {
            Cited = new CitedMessage("#dev", s_bob, s_alice, MemberModes.Voice, 1_700_000_000_123)
            {
                IsModerated = true, Account = "alice", At = new Position(1233, 2),
            },
            Account = "Alice", Secret = new byte[] { 4, 5, 6 }, Email = new byte[] { 7, 8 },
            Creates = true,
        };

    private static readonly SessionNotes s_notes = new()
    {
        Number = 1, Since = 9, Away = "out", AwayAt = 10, Device = "pocket",
    };

    private static readonly Shown s_shown = new(new Mark(7, new Position(1234, 2)), 1_700_000_000_123);

    private static readonly UserSession s_phone = new(new SessionId("leaf-2", 0x18c30, 6), "192.0.2.2")
    {
        Hostname = "mobile.example", Certfp = "0a0b", Gateway = "web", Via = Via.Local, SentAwayAt = 1_700_000_000_123,
        Place = s_place, Notes = s_notes,
    };

    public static IReadOnlyList<Ask> Asks { get; } =
    [
        new ClientLine(5, "l1", "PRIVMSG #dev :hi"),
        new SessionOpened(5, "alice", "al", "Alice A.", "host.example", "192.0.2.1", true, "secret")
        {
            Certfp = "00ff", Gateway = "web", GatewayPassword = "secret", Resume = "00ff", Resumes = "ff00",
            Metadata = [new MetadataItem("url", "x")], Away = "lunch", Via = Via.Tor, Account = "Alice",
            Place = s_place, WantsPersistence = true, Device = "pocket",
        },
        new SessionClosed(5, "Connection closed") { Shown = s_shown },
        new SessionSentAway(5) { Shown = s_shown },
        new AccountAsked(5, "l1", "alice") { Verifies = true },
        new LeafUp(),
        new Sync(),
        new ClientBatch(5, "l1", "PRIVMSG", "#dev", "+draft/reply=x", [new MessagePart("hi", false), new("ya", true)]),
    ];

    public static IReadOnlyList<Event> Events { get; } =
    [
        new UserRegistered(new User
        {
            Id = s_alice, Nick = "alice", Username = "al", Host = "host.example", Realname = "Alice A.",
            Address = "192.0.2.1", Modes = UserModes.Invisible | UserModes.Secure, Account = "alice", Away = "lunch",
            SignedOn = 1_700_000_000_000, Session = new SessionId("leaf-1", 0x18c2f, 5),
            Oper = s_oper, Accepts = [s_bob], CallerToldAt = 5, KnockedAt = 6,
            Certfp = "00ff", Gateway = "web", Resume = "00ff", Targets = [s_bob], TargetsDue = 7,
            Metadata = [new MetadataItem("url", "x")], Hostname = "dsl.example", Cloak = "abc.irc", Via = Via.Local,
            SnoMasks = SnoMasks.Connects | SnoMasks.Bans, Further = [s_phone], DetachedAt = 8, Place = s_place,
            Notes = s_notes, EarlierCloaks = ["old.irc"],
        }),
        new UserQuit(s_alice, "bye") { KilledBy = "bob" },
        new NickChanged(s_alice, "alicia"),
        new ChannelJoined("#dev", s_alice, MemberModes.Operator)
        {
            Created = ChannelModes.NoExternal | ChannelModes.TopicLocked,
        },
        new ChannelParted("#dev", s_alice, "off"),
        new MemberKicked("#dev", s_bob, s_alice, "enough"),
        new ChannelMessage("PRIVMSG", "#dev", s_alice, "hi", new Position(1233, 2))
        {
            Tags = "+typing=active", AtLeast = MemberModes.Voice, Source = "alice!al@host.example",
            IsModerated = true, Account = "alice",
        },
        new DirectMessage("NOTICE", s_bob, s_alice, "psst", new Position(1233, 3))
        {
            Tags = "+draft/reply=x", Source = "alice!al@host.example", Account = "alice",
            TargetDue = 7,
        },
        new TopicSet("#dev", s_alice, "Release on Friday"),
        new ChannelModesChanged(
            "#dev", s_alice, [new ModeChange(true, 'o', "bob", s_bob), new ModeChange(false, 'k', "*", null)]),
        new UserModesChanged(s_alice, UserModes.Wallops, UserModes.Invisible),
        new UserInvited("#dev", s_bob, s_alice) { LetsIn = true },
        new AwayChanged(s_alice, "lunch"),
        new RealnameChanged(s_alice, "Alice B."),
        new OperGranted(s_alice, s_oper),
        new ConfigChanged(new NetworkConfig
        {
            NetworkName = "Test", ServerName = "irc.test", Motd = ["one", "two"], ClientTagDeny = ["x"],
        }),
        new RootElected(7, "root-1"),
        new LeafStarted("leaf-1", 0x18c2f),
        new WallopsSent(s_alice, "maintenance at noon"),
        new LeafLost("leaf-1", 0x18c2f),
        new LeafFound("leaf-1", 0x18c2f),
        new LeafForgotten("leaf-1", 0x18c2f, true),
        new UserSentAway(s_alice) { Session = s_phone.Id, Shown = s_shown },
        new SessionAttached(s_alice, s_phone) { Shown = s_shown },
        new SessionDetached(s_alice, s_phone.Id, "Sent away") { Shown = s_shown },
        new SessionAwaySet(s_alice, s_phone.Id, "out"),
        new ReadMarkerSet(s_alice, "#dev", 1_700_000_000_123),
        new AccountSettingsSet("Alice", new AccountSettings { Multiclient = true, AlwaysOn = false, AutoAway = true })
        {
            By = s_alice,
        },
        new HistoryArchived(new Mark(7, new Position(1234, 2))),
        new MessageErased(s_alice, "d alice bob", new Mark(7, new Position(1234, 2))),
        new AccountForgotten(s_alice, "Bob"),
        new AccountRegistered("Alice", new byte[] { 1, 2, 3 }) { Address = new byte[] { 4, 5 }, By = s_alice },
        new CodeAsked("Alice", MailKind.NewAddress, new byte[] { 4, 5 }, s_alice),
        new CodeMailed("Alice", MailKind.NewAddress, 1_700_000_000_123, "busy", "NickServ!n@irc.example", s_alice),
        new AccountVerified("Alice"),
        new AccountLapsed("Alice"),
        new AccountPasswordSet("Alice", new byte[] { 1, 2, 3 }),
        new AccountCertificatesSet("Alice", ["00ff"]),
        new AccountSuspended("Alice", "root", "spam") { Until = 1_700_000_000_123 },
        new AccountReinstated("Alice"),
        new AccountUnregistered("Alice"),
        new AccountNicksSet("Alice", ["alicia"]),
        new AccountEnforcementSet("Alice", NickEnforcement.Strict),
        new AccountVhostSet("Alice", new Vhost { Host = "a.test", IsOn = true, Requested = "b.test" }),
        new UserLoggedIn(s_alice, "Alice") { Session = s_phone.Id, Device = "pocket" },
        new UserLoggedOut(s_alice),
        new UsersSplit("leaf-1", [s_alice, s_bob]),
        new BanSet(new NetworkBan(BanKind.Address, "192.0.2.0/24", "spam", "root!r@irc", 1_700_000_000_123)
        {
            ExpiresAt = 1_700_000_060_123, Note = "third time", Effect = BanEffect.NeedsLogin,
        }),
        new BanLifted(BanKind.Mask, "*!*@*.example", "root!r@irc"),
        new UsersBanned([s_alice, s_bob], "spam"),
        new DefconSet(3, "root"),
        new MembersCleared("#dev", [s_alice, s_bob], s_alice, "raid"),
        new SnoMasksSet(s_alice, SnoMasks.Connects | SnoMasks.Filters),
        new FilterSet(new Filter(
            "*spam*", FilterPlaces.Messages | FilterPlaces.Nicks, FilterAction.Ban, "no ads", "root!r@irc",
            1_700_000_000_123)
        {
            IsTest = true, BansFor = 3_600_000,
        }),
        new FilterRemoved("*spam*", "root!r@irc"),
        new FilterHit("*spam*", FilterAction.Ban, "alice!al@host.example", "#dev", "spam") { IsTest = true },
        new RehashAsked(s_alice),
        new RehashEnded(s_alice, "root-1", ["ircnats.yaml:3: server.name: is missing"]),
        new RegistrationChanged(
            new ChannelRegistration
            {
                Channel = "#dev", Founder = "Alice", RegisteredAt = 1_700_000_000_123,
                Access = [new ChannelAccess("Bob", MemberModes.Operator)], OfferedTo = "Bob",
            },
            new ChannelSettings
            {
                History = HistoryKeeping.Ephemeral, Cutoff = HistoryCutoff.JoinTime, Events = EventKeeping.NoJoins,
                KeptSince = 1_700_000_000_123,
            }),
        new ChannelUnregistered("#dev"),
        new ServiceModesChanged("#dev", "ChanServ!ChanServ@irc", [new ModeChange(true, 'q', "alice", s_alice)]),
        new ChannelPurged("#dev", "ChanServ!ChanServ@irc", "spam"),
        new ServiceSaid(s_bob, "ChanServ!ChanServ@irc", "you are offered #dev"),
        new OperActed("root!r@irc", "root", "KLINE", "*!*@*.example", "spam"),
        new RootResigned(7, "root-2"),
        new DigestMarked("00ff") { Format = "0a0b0c0d", Accounts = "ff00" },
        new AcceptsChanged(s_alice, [s_bob]),
        new CallerHeld(s_alice, s_bob),
        new ChannelKnocked("#dev", s_bob, "let me in"),
        new InviteWithdrawn("#dev", s_bob, s_alice),
        new ListEntryExpired("#dev", 'b', "t:30m:bob!*@*"),
        new HostChanged(s_alice, "al", "staff.example"),
        new MultilineSent(
            "PRIVMSG", "#dev", s_bob, s_alice, [new("hi", false), new("ya", true)], new Position(1233, 2))
        {
            Tags = "+draft/reply=x", AtLeast = MemberModes.Voice, Source = "alice!al@host.example", IsModerated = true,
            Account = "alice", TargetDue = 7,
        },
        new MetadataChanged("#dev", s_bob, s_alice, [new("url", "x"), new("color", null)]),
        new MessageRedacted("#dev", s_bob, s_alice, "abc", "spam")
        {
            AtLeast = MemberModes.Voice, IsModerated = true, Author = s_bob,
        },
        new ChannelRenamed("#dev", "#devel", s_alice, "longer"),
        new MassMessage("NOTICE", "$$*", s_alice, "noon") { Tags = "+x", Source = "alice!al@host.example" },
        new MessageRelayed("#dev", s_alice, "bob/xmpp", "hi", new Position(1233, 2))
        {
            Tags = "+draft/reply=x", Source = "bob/xmpp!al@host.example", Account = "alice",
        },
        new GlobopsSent(s_alice, "look here"),
        new RequestsTried("leaf-1", 0x18c2f, 42, 43),
        new UserResumed(s_alice, new SessionId("leaf-2", 0x18c30, 6), "00ff", "192.0.2.2")
        {
            Certfp = "ff00", Gateway = "kiwi", Hostname = "dsl.example", Via = Via.Local, Place = s_place,
        },
        new LevelRaised(2),
        new RequestGivenUp("leaf-1", 0x18c2f, 42, "KICK", "alice"),
        new FloodStopped("#dev", s_bob, "irc.test", "t:10m:*!*@host.example", true, "Flood"),
        new JoinsHeld("#dev", 1_700_000_000_123, "nine came"),
        new AccountImported(new Account { Name = "Alice", RegisteredAt = 1_600_000_000_123, Certfps = ["ab12"] }),
        new ChannelImported(
            new ChannelRegistration { Channel = "#dev", Founder = "Alice", RegisteredAt = 1_600_000_000_123 },
            [new ModeChange(true, 'l', "5", null)], "ChanServ!ChanServ@irc.test")
        {
            Topic = new Topic("hi", "bob", 1_600_000_000_456), Creates = true,
        },
        new AccountPushesSet("Alice", [new PushSubscription(new byte[] { 1 }, new byte[] { 2 }, 1_600_000_000_123)]),
    ];

    public static IReadOnlyList<Payload> Payloads { get; } =
    [
        new Request(1, "leaf-1", 0x18c2f, 42, 41, Asks[0])
        {
            Since = 7, Behind = 40, Tickets = [Ticket], Epoch = 8,
        },
        new Reply(1, 0x18c2f, 42, 7, ReplyKind.Answer, 1233, ["401 alice carol :No such nick"]),
        new Entry(1, 7,
        [
            new Outcome(1_700_000_000_123, new Origin("leaf-1", 0x18c2f, 42, 5, "l1"), [Events[1]], ["a reply"]),
        ]),
        new Beat(1, 7, "root-1", 1234, 1_700_000_000_123),
        new SnapshotManifest(1, 1234, 2, 70_000, "00ff", "root-2", 1_700_000_000_123),
        new SnapshotChunk(1, 1234, 1, new byte[] { 1, 2, 3 }),
        new Order(1, OrderKind.Drain, "100") { By = "ann@console" },
        new OrderReply(1, true, "leaf-1"),
        new ProofQuestion(2, "leaf-1", 0x18c2f, 5, Purpose.Oper, "root", "192.0.2.1")
        {
            First = "n,,n=root,r=abc", Final = "c=biws,r=abcdef,p=AQID", After = 1234, Box = new byte[] { 7, 8 },
        },
        new ProofAnswer(2, ProofKind.Right, "v=BAUG") { Ticket = Ticket },
        new Archived(
            2, "d alice bob",
            new KeptMessage(
                new Position(1234, 2), 7, 1_700_000_000_123, KeptKind.Message, "alice!al@host.example", "PRIVMSG",
                ["bob"])
            {
                Account = "alice", IsBot = true, Tags = "+draft/reply=x", Parts = [new("hi", false), new("ya", true)],
                RelayedBy = "al",
                Ahead = [new KeptLine("carol!c@host.example", "QUIT", ["gone"]) { Account = "carol", IsBot = true }],
            })
        {
            Earlier = new byte[] { 1, 2, 3 },
        },
        new ArchiverNote(2, 7, new ArchivedUpTo(new Position(1234, 2), 7, "d alice bob", 1_700_000_000_123))
        {
            Earlier = new byte[] { 4, 5, 6 },
        },
    ];
}
