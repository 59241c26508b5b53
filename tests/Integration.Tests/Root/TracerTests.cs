using IrcNats.Adapters;
using IrcNats.Events;
using IrcNats.Root.Tracing;
using IrcNats.State;
using IrcNats.Tests.Wire;
using IrcNats.Wire;
using Microsoft.Extensions.Time.Testing;

namespace IrcNats.Integration.Tests.Root;

public class TracerTests
{
    private const ulong Incarnation = 9;

    private readonly FakeTimeProvider _time = new(new(2026, 11, 22, 12, 31, 7, TimeSpan.Zero));
    private readonly StringWriter _out = new();
    private ulong _seq = 1233;

    [Fact]
    public void A_command_its_answer_and_its_event_are_shown_with_their_times()
    {
        Tracer tracer = new(_out, null, _time);
        Log(tracer, null, Registered(3, "alice", session: 5));
        Ask(tracer, 42, new ClientLine(5, null, "PRIVMSG #dev :hi"));
        _time.Advance(TimeSpan.FromMilliseconds(0.4));
        Answer(tracer, 42, ReplyKind.InLog);
        _time.Advance(TimeSpan.FromMilliseconds(0.5));
        Log(tracer, 42, new ChannelMessage("PRIVMSG", "#dev", new UserId(3), "hi", null) { Source = "alice!a@h" });
        Assert.Equal(
            [
                "12:31:07.000 root seq 1234.0 UserRegistered alice!a@h \"A\"",
                "12:31:07.000 leaf-1 #42 alice> PRIVMSG #dev :hi",
                "12:31:07.000 leaf-1 #42 +0.4ms answer: done (log at 77)",
                "12:31:07.000 leaf-1 #42 +0.9ms seq 1235.0 ChannelMessage PRIVMSG #dev alice \"hi\"",
            ],
            Shown());
    }

    [Fact]
    public void An_answer_without_effect_is_shown_line_by_line()
    {
        Tracer tracer = new(_out, null, _time);
        Ask(tracer, 1, new ClientLine(5, null, "WHOIS bob"));
        Answer(tracer, 1, ReplyKind.Answer, "401 alice bob :No such nick", "318 alice bob :End");
        Answer(tracer, 1, ReplyKind.Answer, [.. Enumerable.Range(0, 25).Select(i => $"line {i}")]);
        string[] lines = Shown();
        Assert.Equal("12:31:07.000 leaf-1 #1 session 5> WHOIS bob", lines[0]);
        Assert.Equal("12:31:07.000 leaf-1 #1 +0.0ms answer: 401 alice bob :No such nick", lines[1]);
        Assert.Equal("12:31:07.000 leaf-1 #1 +0.0ms answer: … and 5 lines more", lines[^1]);
    }

    [Fact]
    public void Nicks_follow_those_who_change_them_until_they_quit()
    {
        Tracer tracer = new(_out, null, _time);
        Log(tracer, null, Registered(3, "alice", session: 5));
        Log(tracer, null, new NickChanged(new UserId(3), "alicia"));
        Ask(tracer, 1, new ClientLine(5, null, "PING x"));
        Log(tracer, null, new UserQuit(new UserId(3), "bye"));
        Log(tracer, null, new UserQuit(new UserId(3), "again"));
        Ask(tracer, 2, new ClientLine(5, null, "PING y"));
        Assert.Equal(
            [
                "root seq 1235.0 NickChanged alice alicia", "leaf-1 #1 alicia> PING x",
                "root seq 1236.0 UserQuit alicia \"bye\"",
                "root seq 1237.0 UserQuit u3 \"again\"", "leaf-1 #2 session 5> PING y",
            ],
            Shown().Skip(1).Select(line => line[13..]));
    }

    [Theory]
    [InlineData("#dev", "1 2")]
    [InlineData("alice", "1 3")]
    [InlineData("bob", "2")]
    [InlineData("join", "1")]
    [InlineData("quit", "3")]
    public void Only_shows_what_has_to_do_with_the_word(string word, string shown)
    {
        Tracer tracer = new(_out, new Interest(word), _time);
        Log(tracer, null, Registered(3, "alice", session: 5));
        Log(tracer, null, Registered(4, "bob", session: 6));
        _out.GetStringBuilder().Clear();
        Ask(tracer, 1, new ClientLine(5, null, "JOIN #dev"));
        Ask(tracer, 2, new ClientLine(6, null, "PRIVMSG #dev :hi"));
        Ask(tracer, 3, new ClientLine(5, null, "QUIT"));
        Answer(tracer, 1, ReplyKind.InLog);
        Answer(tracer, 2, ReplyKind.Answer, "404 bob #dev :No");
        Answer(tracer, 3, ReplyKind.InLog);
        Log(tracer, 1, new ChannelJoined("#dev", new UserId(3), MemberModes.None));
        Log(tracer, 3, new UserQuit(new UserId(3), "bye"));
        foreach (string number in (string[])["1", "2", "3"])
        {
            int lines = Shown().Count(line => line.Contains($"leaf-1 #{number} ", StringComparison.Ordinal));
            int all = number == "2" ? 2 : 3;
            Assert.Equal(shown.Contains(number, StringComparison.Ordinal) ? all : 0, lines);
        }
    }

    [Fact]
    public void Passwords_are_never_shown()
    {
        Tracer tracer = new(_out, null, _time);
        Ask(tracer, 1, new ClientLine(5, null, "OPER root secret"));
        Ask(tracer, 2, Samples.Asks[1]);
        Assert.DoesNotContain("secret", _out.ToString());
        Assert.Contains("OPER ***", _out.ToString());
    }

    [Fact]
    public void Text_cannot_move_the_readers_cursor()
    {
        Ask(new Tracer(_out, null, _time), 1, new ClientLine(5, null, "PRIVMSG #dev :\u001b[2J\u0003red"));
        Assert.EndsWith("PRIVMSG #dev :\\x1b[2J\\x03red", Shown().Single());
    }

    [Fact]
    public void Sync_is_shown_to_who_asks_for_it()
    {
        Tracer tracer = new(_out, null, _time);
        Ask(tracer, 1, new Sync());
        Answer(tracer, 1, ReplyKind.Answer);
        Assert.Empty(Shown());
        Ask(new Tracer(_out, null, _time, syncs: true), 2, new Sync());
        Ask(new Tracer(_out, new Interest("sync"), _time), 3, new Sync());
        Assert.Equal(["leaf-1 #2 SYNC", "leaf-1 #3 SYNC"], Shown().Select(line => line[13..]));
    }

    [Fact]
    public void What_does_not_count_is_marked()
    {
        Tracer tracer = new(_out, null, _time);
        AwayChanged away = new(new UserId(3), "lunch");
        LogIn(tracer, 7, away);
        LogIn(tracer, 8, new RootElected(8, "root-2"));
        LogIn(tracer, 7, Registered(3, "alice", session: 5)); // of the root before, slipped in behind the election
        LogIn(tracer, 8, away);
        LogIn(tracer, 9, new RootElected(9, "root-1"));
        LogIn(tracer, 9, away);
        Take(tracer, "irc.cast", ++_seq, new Reply(1, Incarnation, 1, 7, ReplyKind.Answer, 77, []));
        LogIn(tracer, 9, away);
        _seq += 5; // nobody knows what was there
        LogIn(tracer, 9, away);
        Assert.Equal(
            [
                "1234.0 AwayChanged u3 \"lunch\"", "1235.0 RootElected 8 root-2",
                "1236.0 does not count: UserRegistered alice!a@h \"A\"",
                "1237.0 does not count: AwayChanged u3 \"lunch\"", "1238.0 RootElected 9 root-1",
                "1239.0 AwayChanged u3 \"lunch\"", "1241.0 does not count: AwayChanged u3 \"lunch\"",
                "1247.0 AwayChanged u3 \"lunch\"",
            ],
            from line in Shown()
            where line.Contains(" seq ", StringComparison.Ordinal)
            select line.Split(" seq ")[1]);
    }

    [Fact]
    public void What_was_read_from_the_log_has_the_time_it_was_logged_at()
    {
        Tracer tracer = new(_out, null, _time);
        Entry entry = new(1, 7, [new Outcome(1_700_000_000_123, null, [new RootElected(7, "root-1")], [])]);
        tracer.Take(new Seen("irc.log", 1, Codec.Encode(entry), null));
        Assert.Equal(["22:13:20.123 root seq 1.0 RootElected 7 root-1"], Shown());
    }

    [Fact]
    public void Every_event_has_words()
    {
        Tracer tracer = new(_out, null, _time);
        foreach (Event happened in Samples.Events) Log(tracer, null, happened);
        string[] lines = Shown();
        Assert.Equal(Samples.Events.Count, lines.Length);
        Assert.All(lines.Zip(Samples.Events), pair => Assert.Contains(pair.Second.GetType().Name, pair.First));
        Assert.Contains("12:31:07.000 root seq 1237.0 ChannelJoined #dev u3 Operator NoExternal, TopicLocked", lines);
        Assert.Contains("12:31:07.000 root seq 1243.0 ChannelModesChanged #dev u3 +o-k bob *", lines);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("probe", true)]
    [InlineData("root-2", true)]
    [InlineData("#dev", false)]
    public void A_root_that_asks_whether_there_is_one_is_shown_as_such(string? only, bool isShown)
    {
        Tracer tracer = new(_out, only is null ? null : new Interest(only), _time);
        tracer.Take(new Seen(new Subjects("irc").Probe("root-2"), 0, ReadOnlyMemory<byte>.Empty, 0));
        Assert.Equal(isShown ? ["12:31:07.000 root-2 PROBE: is there an active root?"] : [], Shown());
    }

    [Theory]
    [InlineData("", "not a payload of ours")]
    [InlineData("68656c6c6f", "not a payload of ours")]
    [InlineData("920196c0c0c0c0c0c0", "")]
    [InlineData("920196010000000000c0", "")]
    [InlineData("92019601a1610102030f", "")]
    [InlineData("92019601a161010203c0", "")]
    [InlineData("9203930107c0", "")]
    [InlineData("9203930107919400c091c090", "")]
    [InlineData("9203930107919400c091920191c090", "cannot be shown")]
    public void What_cannot_be_read_is_shown_as_such(string hex, string why)
    {
        new Tracer(_out, null, _time).Take(new Seen("irc.cmd.x.y", 0, Convert.FromHexString(hex), 0));
        Assert.Contains(why, Shown().Last());
        Assert.Contains($"({hex.Length / 2} bytes)", Shown().Last());
    }

    [Fact]
    public void What_it_remembers_is_bounded()
    {
        Recent<int, string> recent = new(100);
        for (int i = 0; i < 10_000; i++)
        {
            recent.Set(i, $"{i}");
            if (i % 3 == 0) recent.Remove(i);
            Assert.True(recent.Count <= 200);
        }

        Assert.True(recent.TryFind(9_998, out string? value) && value == "9998");
        Assert.False(recent.TryFind(9_999, out _));
        Assert.False(recent.TryFind(9_000, out _));
    }

    private static UserRegistered Registered(ulong id, string nick, ulong session) => new(new User
    {
        Id = new UserId(id), Nick = nick, Username = "a", Host = "h", Realname = "A",
        Session = new SessionId("leaf-1", Incarnation, session),
    });

    private void Ask(Tracer tracer, ulong number, Ask ask) =>
        Take(tracer, "irc.cmd.leaf-1.X", 0, new Request(1, "leaf-1", Incarnation, number, number, ask));

    private void Answer(Tracer tracer, ulong number, ReplyKind kind, params string[] lines) =>
        Take(tracer, $"irc.reply.leaf-1.9.{number}", 0, new Reply(1, Incarnation, number, 7, kind, 77, lines));

    private void LogIn(Tracer tracer, ulong epoch, Event happened) =>
        Take(tracer, "irc.cast", ++_seq, new Entry(1, epoch, [new Outcome(1, null, [happened], [])]));

    private void Log(Tracer tracer, ulong? request, Event happened)
    {
        Origin? origin = request is { } number ? new Origin("leaf-1", Incarnation, number, 5, null) : null;
        Take(tracer, "irc.cast", ++_seq, new Entry(1, 7, [new Outcome(1, origin, [happened], [])]));
    }

    private void Take(Tracer tracer, string subject, ulong seq, Payload payload) =>
        tracer.Take(new Seen(subject, seq, Codec.Encode(payload), _time.GetTimestamp()));

    private string[] Shown() => _out.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
