using System.Buffers;
using System.Text;
using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Transcripts;

/// <summary>Long answers, in a network of many channels and users, to readers who take a little at a time.</summary>
public sealed class LongAnswerTests : ILeafPorts
{
    private const int Many = 1500, Sendq = 16 * 1024;
    private const long Now = 1_700_000_000_000;

    private readonly LeafCore _leaf;
    private readonly Reader _alice, _bob;
    private readonly List<ulong> _asked = [];
    private int _users;

    public LongAnswerTests()
    {
        _leaf = new LeafCore("leaf1", 1, this);
        NetworkConfig config = TestConfig.Public with
        {
            Session = TestConfig.Public.Session with { MaxSendq = Sendq },
        };
        Happens(new RootElected(1, "root-1"), new LevelRaised(BuildLevel.Current), new ConfigChanged(config));
        _alice = Open("alice");
        _bob = Open("bob");
        // No root was heard of lately: a line is answered at once.
        _leaf.Tick(Now + LeafCore.FrozenAfter);
        for (int i = 0; i < Many; i++) Begin(i);
        _alice.Take();
        _bob.Take();
    }

    [Fact]
    public void A_list_waits_for_its_reader_and_is_complete()
    {
        _alice.Says("LIST");
        Assert.InRange(_alice.Waiting, 1, Sendq / 2);
        List<string> lines = Drained(_alice);
        Assert.Equal(Many, lines.Count(line => line.Contains(" 322 ", StringComparison.Ordinal)));
        Assert.Equal(lines.Count, lines.Distinct().Count());
        Assert.EndsWith(":End of /LIST", lines[^1]);
        Assert.InRange(_alice.MostWaiting, 1, Sendq / 2);
    }

    [Fact]
    public void What_comes_and_goes_meanwhile_costs_nobody_their_place()
    {
        _alice.Says("LIST");
        List<string> lines = _alice.Take();
        for (int i = 0; _leaf.HasTurns || _alice.IsAwaited; i++)
        {
            Begin(Many + i);
            Happens(new ChannelParted(Name(Many - 1 - i), new UserId(3), null));
            lines.AddRange(_alice.Take());
            Turns();
        }

        lines.AddRange(_alice.Take());
        HashSet<string> listed =
            [.. lines.Where(l => l.Contains(" 322 ", StringComparison.Ordinal)).Select(l => l.Split(' ')[3])];
        int went = Enumerable.Range(0, Many).Count(i => _leaf.Network.FindChannel(Name(i)) is null);
        Assert.InRange(went, 10, Many / 2);
        for (int i = 0; i < Many - went; i++) Assert.Contains(Name(i), listed);
        Assert.EndsWith(":End of /LIST", lines[^1]);
    }

    [Theory]
    [InlineData("LIST *b*", " 323 ")]
    [InlineData("WHO *b*!*@*x*", " 315 ")]
    public void Who_looks_for_what_is_not_there_lets_others_come_first(string line, string end)
    {
        Crowd();
        _alice.Says(line, turns: false);
        int turns = 0;
        while (_leaf.HasTurns)
        {
            _bob.Says($"PING {++turns}", turns: false);
            Assert.EndsWith($" {turns}", Assert.Single(_bob.Take()).Replace(":", "", StringComparison.Ordinal));
            _leaf.Continue(Now + LeafCore.FrozenAfter);
        }

        Assert.InRange(turns, 3, 20);
        Assert.Contains(end, _alice.Take()[^1]);
    }

    [Theory]
    [InlineData("WHO *", 4 + Many)]
    [InlineData("WHO #all", 2 + Many)]
    [InlineData("NAMES #all", 2)]
    public void Whatever_is_asked_for_no_more_waits_than_a_part_of_the_bound(string line, int least)
    {
        Crowd();
        _alice.Says(line);
        Assert.InRange(Drained(_alice).Count, least, 2 * least + 100);
        Assert.InRange(_alice.MostWaiting, 1, Sendq / 2 + 8192);
    }

    [Fact]
    public void Who_comes_into_many_channels_at_once_is_shown_their_names_as_they_read()
    {
        const int channels = 10;
        UserId[] crowd = [.. Enumerable.Range(0, 500).Select(i => Add($"somebody-with-a-long-name-{i}"))];
        for (int c = 0; c < channels; c++)
            foreach (UserId user in crowd) Join(c, user);
        _alice.Take();
        _alice.Says("CAP REQ :userhost-in-names");
        for (int c = 0; c < channels; c++) Join(c, new UserId(1));
        Assert.InRange(_alice.MostWaiting, 1, Sendq);
        List<string> lines = Drained(_alice);
        Assert.Equal(channels, lines.Count(line => line.Contains(" JOIN ", StringComparison.Ordinal)));
        Assert.Equal(channels, lines.Count(line => line.Contains(" 366 ", StringComparison.Ordinal)));
        Assert.True(lines.Sum(line => line.Length) > 10 * Sendq);

        void Join(int channel, UserId user) => Happens(new ChannelJoined($"#many{channel}", user, MemberModes.None)
        {
            Created = user == crowd[0] ? ChannelModes.None : null,
        });
    }

    [Fact]
    public void A_line_with_a_label_is_one_batch_however_long()
    {
        _alice.Says("CAP REQ :labeled-response batch");
        Drained(_alice);
        _alice.Says("@label=x LIST");
        List<string> lines = Drained(_alice);
        string reference = lines[0].Split(' ')[3][1..];
        Assert.Equal($"@label=x :irc.test BATCH +{reference} labeled-response", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith($"@batch={reference} :irc.test 32", line));
        Assert.Equal($":irc.test BATCH -{reference}", lines[^1]);
        Assert.Equal(Many + 4, lines.Count);
        Assert.InRange(_alice.MostWaiting, 1, Sendq / 2 + 8192);
    }

    [Fact]
    public void Metadata_of_many_members_is_one_batch_that_waits_for_its_reader()
    {
        Crowd();
        for (int i = 0; i < Many; i++) Change(new UserId(4 + (ulong)i));
        _alice.Says("CAP REQ :draft/metadata-2 batch labeled-response");
        _alice.Says("METADATA * SUB url");
        Assert.Contains(Drained(_alice), line => line.EndsWith(" 774 alice #all :1", StringComparison.Ordinal)
            || line.EndsWith(" 774 alice #all 1", StringComparison.Ordinal));
        _alice.Says("METADATA #all SYNC");
        Assert.InRange(_alice.Waiting, 1, Sendq / 2);
        List<string> lines = Drained(_alice);
        Assert.Equal(":irc.test BATCH +metadata-sync metadata #all", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("@batch=metadata-sync :irc.test ", line));
        Assert.Equal(":irc.test BATCH -metadata-sync", lines[^1]);
        Assert.Equal(Many + 2, lines.Count);
        Assert.InRange(_alice.MostWaiting, 1, Sendq / 2);

        _alice.Says("@label=x METADATA #all SYNC");
        lines = Drained(_alice);
        string reference = lines[0].Split(' ')[3][1..];
        Assert.Equal($"@label=x :irc.test BATCH +{reference} labeled-response", lines[0]);
        Assert.Equal($"@batch={reference} :irc.test BATCH +metadata-sync metadata #all", lines[1]);
        Assert.All(lines[2..^2], line => Assert.StartsWith("@batch=metadata-sync :irc.test ", line));
        Assert.Equal(Many + 4, lines.Count);

        void Change(UserId user) => Happens(
            new MetadataChanged(null, user, user, [new MetadataChange("url", $"https://irc.test/{user.Value}")]));
    }

    [Fact]
    public void An_answer_of_many_lines_waits_for_its_reader_too()
    {
        _alice.Says("WHOIS owner");
        Assert.InRange(_alice.Waiting, 1, Sendq / 2);
        List<string> lines = Drained(_alice);
        Assert.InRange(lines.Count, 25, 100);
        Assert.Equal(Many, lines.Where(l => l.Contains(" 319 ", StringComparison.Ordinal))
            .Sum(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length - 4));
        Assert.Contains(" 318 ", lines[^1]);
    }

    [Fact]
    public void What_the_root_says_at_length_waits_for_its_reader_and_what_it_says_next_comes_behind()
    {
        string[] bans =
            [.. Enumerable.Range(0, 500).Select(i => $":irc.test 367 alice #c{i} *!*@{new string('b', 80)}")];
        _leaf.BusChanged(connected: true, Now + LeafCore.FrozenAfter);
        _alice.Says("MODE #all b");
        _alice.Says("MODE #all e");
        Reply(_asked[^2], bans);
        Reply(_asked[^1], [":irc.test 349 alice #all :End"]);
        Turns();
        Assert.InRange(_alice.Waiting, 1, Sendq / 2);
        List<string> lines = Drained(_alice);
        Assert.Equal([.. bans, ":irc.test 349 alice #all :End"], lines);
    }

    [Fact]
    public void Who_missed_more_than_may_wait_is_shown_the_channel_anew()
    {
        Crowd();
        Network later = Network.Load(_leaf.Network.Save());
        for (int i = 0; i < Many / 2; i++)
            later.Apply(
                new Stamp(new Position(later.Seq + 1, 0), 1, Now), new UserQuit(new UserId(4 + (ulong)i), "gone"));
        _leaf.Reloaded(later.Save(), Now + LeafCore.FrozenAfter);
        Assert.InRange(_alice.Waiting, 1, Sendq / 2);
        List<string> lines = Drained(_alice);
        Assert.StartsWith(":irc.test NOTICE alice :", lines[0]);
        Assert.StartsWith(":alice!u@", lines[1]);
        Assert.EndsWith(" PART #all :Some of what happened was not shown to you", lines[1]);
        Assert.EndsWith(" JOIN #all", lines[2]);
        Assert.DoesNotContain(lines, line => line.Contains(" QUIT ", StringComparison.Ordinal));
        Assert.Equal(1 + Many - Many / 2, lines.Where(l => l.Contains(" 353 ", StringComparison.Ordinal))
            .Sum(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length - 5));
        Assert.Contains(" 366 ", lines[^1]);
    }

    [Fact]
    public void Who_leaves_in_the_middle_leaves_nothing_behind()
    {
        _alice.Says("LIST");
        Happens(new UserQuit(new UserId(1), "gone"));
        List<string> rest = _alice.Take();
        Turns();
        Assert.Empty(_alice.Take());
        Assert.DoesNotContain(rest, line => line.Contains(" 323 ", StringComparison.Ordinal));
        Assert.False(_leaf.HasTurns);
    }

    void ILeafPorts.Send(Request request) => _asked.Add(request.Number);

    private void Reply(ulong request, params string[] lines) => _leaf.Answered(
        new Reply(Payload.FormatVersion, 1, request, 1, ReplyKind.Answer, _leaf.Network.Seq, lines),
        Now + LeafCore.FrozenAfter);

    private List<string> Drained(Reader reader)
    {
        List<string> lines = reader.Take();
        while (_leaf.HasTurns || reader.IsAwaited || reader.Waiting > 0)
        {
            Turns();
            lines.AddRange(reader.Take());
        }

        return lines;
    }

    private void Turns()
    {
        while (_leaf.HasTurns) _leaf.Continue(Now + LeafCore.FrozenAfter);
    }

    private static string Name(int channel) => $"#c{channel:d5}";

    private void Begin(int channel)
    {
        string name = Name(channel);
        Happens(new ChannelJoined(name, Owner(), MemberModes.Operator) { Created = ChannelModes.None });
        Happens(new TopicSet(name, new UserId(3), new string('t', 300)));
    }

    private void Crowd()
    {
        for (int i = 0; i < Many; i++)
            Happens(new ChannelJoined("#all", Add($"user{i}"), MemberModes.None)
            {
                Created = i == 0 ? ChannelModes.None : null,
            });
        Happens(new ChannelJoined("#all", new UserId(1), MemberModes.None));
        Drained(_alice);
    }

    private UserId Owner() => _users < 3 ? Add("owner") : new UserId(3);

    private UserId Add(string nick, ulong session = 0)
    {
        UserId id = new((ulong)++_users);
        User user = new()
        {
            Id = id, Nick = nick, Username = "u", Host = "host.test", Realname = "Somebody", Address = "192.0.2.1",
            Session = new SessionId(session > 0 ? "leaf1" : "leaf2", 1, session > 0 ? session : id.Value),
        };
        Outcome outcome = new(
            Now, session > 0 ? new Origin("leaf1", 1, session, session, null) : null, [new UserRegistered(user)], []);
        _leaf.Applied(_leaf.Network.Seq + 1, new Entry(Payload.FormatVersion, 1, [outcome]), Now);
        return id;
    }

    private Reader Open(string nick)
    {
        Reader reader = new(_leaf);
        reader.Session = _leaf.Opened(reader, new Peer("192.0.2.1", "192.0.2.1", false), Now)!;
        reader.Says($"NICK {nick}");
        reader.Says($"USER u 0 * :{nick}");
        Add(nick, (ulong)_users + 1);
        return reader;
    }

    private void Happens(params Event[] events)
    {
        Outcome outcome = new(Now, null, events, []);
        _leaf.Applied(_leaf.Network.Seq + 1, new Entry(Payload.FormatVersion, 1, [outcome]), Now);
    }

    // Takes what waits when it is told to.
    private sealed class Reader(LeafCore leaf) : ILink
    {
        private readonly StringBuilder _text = new();
        private readonly LineReader _lines = new(Limits.LineLen, Limits.ClientTagsLen);
        private int? _whenAtMost;

        public Session? Session { get; set; }
        public int Waiting { get; private set; }
        public int MostWaiting { get; private set; }
        public bool IsAwaited => _whenAtMost is not null;

        public void Says(string line, bool turns = true)
        {
            ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes(line + "\r\n"));
            while (_lines.TryRead(ref bytes, out LineRead read))
                leaf.Received(Session!, read, Now + LeafCore.FrozenAfter);
            while (turns && leaf.HasTurns) leaf.Continue(Now + LeafCore.FrozenAfter);
        }

        public List<string> Take()
        {
            List<string> lines = [.. _text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
            _text.Clear();
            Waiting = 0;
            if (_whenAtMost is null) return lines;
            _whenAtMost = null;
            leaf.Taken(Session!, Now + LeafCore.FrozenAfter);
            return lines;
        }

        public void Write(ReadOnlyMemory<byte> bytes)
        {
            _text.Append(Encoding.UTF8.GetString(bytes.Span));
            Waiting += bytes.Length;
            if (_text.Length > 0 && Session?.Answers.Count > 0) MostWaiting = Math.Max(MostWaiting, Waiting);
        }

        public void TellWhenTaken(int bytes) => _whenAtMost = bytes;
        public void Flush() { }
        public void WantInput(bool wanted) { }
        public void Close() { }
    }
}
