using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>Bans of the network at the root: who is ended when, who does not come in, what is noted.</summary>
public sealed class NetworkBanTests : IRootPorts
{
    private const int Raiders = 1000;

    private readonly Network _network = new();
    private readonly Writer _writer;
    private readonly List<Entry> _entries = [];
    private readonly List<Reply> _replies = [];
    private ulong _request;
    private long _now = TestNetwork.Now;

    public NetworkBanTests()
    {
        Replay.Apply(_network, 1, Writer.Election(_network, "root", TestConfig.Public, _now));
        _writer = new Writer(_network, this);
    }

    // As many as a queue bears are ended with the ban; the others follow at their pace, and nobody else.
    [Fact]
    public void Of_a_crowd_the_first_are_ended_at_once_and_the_others_one_after_the_other()
    {
        for (int i = 0; i < Raiders; i++) Register($"raider{Number(i)}", Address(i));
        Operator("root");
        Register("bystander", "192.0.2.1");
        Ask(Raiders + 1, "UBAN ADD 198.51.0.0/16 FORCE :raid");
        Assert.Contains("256 of 1000 users are ended", LastAnswer());
        Assert.Equal(Raiders + 2 - BanSetting.EndedAtOnce, _network.Users.Count);

        Pass(1000);
        Assert.InRange(_network.Users.Count, 300, 700);
        Pass(6000);
        Assert.Equal(["bystander", "root"], _network.Users.Select(u => u.Nick).Order());
        Assert.All(
            _entries.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<UsersBanned>(),
            ended => Assert.InRange(ended.Users.Count, 1, BanSetting.UsersPerEvent));
    }

    // The root that set the ban is gone: the next one ends the others.
    [Fact]
    public void Another_root_goes_on_with_it()
    {
        for (int i = 0; i < Raiders; i++) Register($"raider{Number(i)}", Address(i));
        Operator("root");
        Ask(Raiders + 1, "DLINE FORCE 198.51.0.0/16 raid");
        Writer next = new(Network.Load(_network.Save()), this);
        for (int i = 0; i < 100; i++) next.Tick(_now += 100);
        Assert.Equal(["root"], next.Network.Users.Select(u => u.Nick));
    }

    [Fact]
    public void Who_is_banned_does_not_register_and_is_not_resumed()
    {
        Register("alice", "198.51.100.1", resume: "token");
        Operator("root");
        Ask(2, "KLINE FORCE *!*@*.isp.example spam");
        Ask(2, "DLINE 203.0.113.7 open proxy");
        Open(new SessionOpened(9, "bob", "u", "", "dsl.isp.example", "192.0.2.9", false, null));
        Assert.Contains("You are banned from this network: spam", LastAnswer());
        Open(new SessionOpened(9, "bob", "u", "", "x.example", "203.0.113.7", false, null) { Resumes = "token" });
        Assert.Contains("You are banned from this network: open proxy", LastAnswer());
        Assert.Equal(["alice", "root"], _network.Users.Select(u => u.Nick).Order());
    }

    [Fact]
    public void A_ban_is_over_when_its_time_is_and_so_is_that_of_each_replica()
    {
        Operator("root");
        Ask(1, "KLINE 10s eve later");
        Pass(9000);
        Assert.Equal(1, _network.Bans.Count);
        Pass(2000);
        Assert.Equal(0, _network.Bans.Count);
        Network replica = new();
        Replay.Apply(replica, 1, Writer.Election(replica, "root", TestConfig.Public, TestNetwork.Now));
        foreach (var (index, entry) in _entries.Index()) Replay.Apply(replica, (ulong)index + 2, entry);
        Assert.Equal(0, replica.Bans.Count);
        Assert.Equal(Codec.Digest(_network), Codec.Digest(replica));
    }

    [Fact]
    public void Acts_are_noted_before_what_they_do_and_the_newest_are_kept()
    {
        Operator("root");
        for (int i = 0; i <= AuditTrail.Most; i++) Ask(1, $"KLINE eve{Number(i)} :reason {Number(i)}");
        Assert.Equal(AuditTrail.Most, _network.Audit.Acts.Count);
        OperAct newest = _network.Audit.Acts.Last();
        Assert.Equal(
            ("root!u@x.example", "root", "KLINE", $"eve{Number(AuditTrail.Most)}!*@*"),
            (newest.By, newest.Oper, newest.Verb, newest.Target));
        Assert.Equal("eve1!*@*", _network.Audit.Acts.First().Target);
        Assert.Equal(_network.Audit.Acts, Network.Load(_network.Save()).Audit.Acts);
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _entries.Add(entry);

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Faulted(Request request, Exception fault) => Assert.Fail(fault.ToString());

    private void Register(string nick, string address, string? resume = null) => Open(
        new SessionOpened(_network.NextUser.Value, nick, "u", nick, "x.example", address, false, null)
        {
            Resume = resume,
        });

    private void Operator(string nick)
    {
        Register(nick, "192.0.2.2");
        User user = _network.FindUser(nick)!;
        _writer.Flush();
        OperGranted granted = new(user.Id, new Oper("root", "is a server operator"));
        Entry entry = new(Payload.FormatVersion, _network.Epoch, [new Outcome(_now, null, [granted], [])]);
        Replay.Apply(_network, _network.Seq + 1, entry);
        _entries.Add(entry);
    }

    private void Open(SessionOpened ask) => Take(ask);

    private void Ask(int session, string line) => Take(new ClientLine((ulong)session, null, line));

    private void Take(Ask ask)
    {
        _request++;
        _writer.Take(new Request(BuildLevel.Current, "leaf-1", 1, _request, _request, ask), "x", _now);
        _writer.Flush();
    }

    // An answer with effects is in the log.
    private string LastAnswer() => string.Join(' ', _replies[^1].Kind == ReplyKind.InLog
        ? _entries[^1].Outcomes[^1].Replies
        : _replies[^1].Lines);

    private void Pass(long time)
    {
        for (long end = _now + time; _now < end;)
        {
            _now += 100;
            _request++;
            _writer.Take(new Request(BuildLevel.Current, "leaf-1", 1, _request, _request, new Sync()), "x", _now);
            _writer.Tick(_now);
        }
    }

    // Of one address there may not be so many.
    private static string Address(int i) => $"198.51.{Number(i / 250)}.{Number(i % 250)}";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
