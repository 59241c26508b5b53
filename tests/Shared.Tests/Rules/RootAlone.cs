using System.Globalization;
using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>A root that writes for one leaf, which is only its requests: time passes when a test says so.</summary>
sealed class RootAlone : IRootPorts
{
    private readonly Writer _writer;
    private readonly List<Reply> _replies = [];
    private ulong _request;

    public RootAlone()
    {
        Replay.Apply(Network, 1, Writer.Election(Network, "root", TestConfig.Public, Now));
        _writer = new Writer(Network, this);
    }

    public Network Network { get; } = new();

    /// <summary>What was appended, from the second entry of the log on.</summary>
    public List<Entry> Entries { get; } = [];

    public long Now { get; set; } = TestNetwork.Now;

    public IEnumerable<Event> Events => Entries.SelectMany(e => e.Outcomes).SelectMany(o => o.Events);

    void IRootPorts.Append(ulong seq, Entry entry) => Entries.Add(entry);

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Faulted(Request request, Exception fault) => Assert.Fail(fault.ToString());

    public void Register(string nick, string address, string? resume = null) => Open(
        new SessionOpened(Network.NextUser.Value, nick, "u", nick, "x.example", address, false, null)
        {
            Resume = resume,
        });

    public void Operator(string nick)
    {
        Register(nick, "192.0.2.2");
        User user = Network.FindUser(nick)!;
        _writer.Flush();
        OperGranted granted = new(user.Id, new Oper("root", "is a server operator"));
        Entry entry = new(Payload.FormatVersion, Network.Epoch, [new Outcome(Now, null, [granted], [])]);
        Replay.Apply(Network, Network.Seq + 1, entry);
        Entries.Add(entry);
    }

    public void Open(SessionOpened ask) => Take(ask);

    public void Ask(int session, string line) => Take(new ClientLine((ulong)session, null, line));

    /// <summary>The answer to the newest request; one with effects is in the log.</summary>
    public string LastAnswer() => string.Join(' ', _replies[^1].Kind == ReplyKind.InLog
        ? Entries[^1].Outcomes[^1].Replies
        : _replies[^1].Lines);

    public void Pass(long time)
    {
        for (long end = Now + time; Now < end;)
        {
            Now += 100;
            _request++;
            _writer.Take(new Request(BuildLevel.Current, "leaf-1", 1, _request, _request, new Sync()), "x", Now);
            _writer.Tick(Now);
        }
    }

    /// <summary>Of one address there may not be so many.</summary>
    public static string Address(int i) => $"198.51.{Number(i / 250)}.{Number(i % 250)}";

    public static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private void Take(Ask ask)
    {
        _request++;
        _writer.Take(new Request(BuildLevel.Current, "leaf-1", 1, _request, _request, ask), "x", Now);
        _writer.Flush();
    }
}
