using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>What is remembered of leaves that do not come back: less and less, and of few.</summary>
public sealed class LeafForgottenTests : IRootPorts
{
    private const long Began = 1_700_000_000_000, Hour = 3_600_000;

    private readonly Network _network = new();
    private readonly Writer _writer;
    private readonly List<Reply> _replies = [];
    private long _now = Began;

    public LeafForgottenTests()
    {
        Replay.Apply(_network, 1, Writer.Election(_network, "root", TestConfig.Public, _now));
        _writer = new Writer(_network, this);
    }

    [Fact]
    public void After_an_hour_only_that_its_requests_were_taken_is_known_and_none_is_repeated()
    {
        Begin("pod");
        Assert.NotEmpty(_network.FindLeaf("pod")!.Effects);
        Pass(2 * Hour);
        Assert.Empty(_network.FindLeaf("pod")!.Effects);
        Assert.Equal(2ul, _network.FindLeaf("pod")!.Newest);

        Writer next = new(_network, this);
        ulong decided = _network.NextUser.Value;
        next.Take(Opening("pod"), "x", _now);
        Assert.Equal(ReplyKind.InLog, _replies[^1].Kind);
        Assert.Equal(decided, _network.NextUser.Value);
    }

    [Fact]
    public void After_a_week_it_is_as_if_it_had_never_been()
    {
        Begin("pod");
        Pass(8 * 24 * Hour);
        Assert.Empty(_network.Leaves);
    }

    [Fact]
    public void Of_very_many_those_lost_last_are_known()
    {
        for (int i = 0; i < 1010; i++)
        {
            Begin($"pod-{i}");
            _now++;
        }

        Pass(Hour / 2);
        Assert.InRange(_network.Leaves.Count, 1, 1000);
        Assert.Contains("pod-1009", _network.Leaves.Keys);
    }

    [Fact]
    public void One_that_lives_is_not_forgotten()
    {
        Begin("pod");
        for (ulong number = 3; number < 100; number++)
        {
            Pass(Hour, steps: 1);
            Request sync = new(BuildLevel.Current, "pod", 1, number, number, new Sync());
            _writer.Take(sync, "x", _now);
            _writer.Tick(_now);
        }

        Assert.NotEmpty(_network.FindLeaf("pod")!.Effects);
    }

    void IRootPorts.Append(ulong seq, Entry entry)
    {
    }

    void IRootPorts.Reply(string to, Reply reply) => _replies.Add(reply);

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    private static Request Opening(string leaf) => new(
        BuildLevel.Current, leaf, 1, 2, 2,
        new SessionOpened(1, $"n-{leaf}", "u", "r", "host", "192.0.2.1", false, null));

    private void Begin(string leaf)
    {
        _writer.Take(new Request(BuildLevel.Current, leaf, 1, 1, 1, new LeafUp()), "x", _now);
        _writer.Take(Opening(leaf), "x", _now);
        _writer.Flush();
    }

    // In steps: a leaf is lost, its users leave, and only then it is forgotten.
    private void Pass(long time, int steps = 200)
    {
        for (int i = 0; i < steps; i++)
        {
            _now += time / steps;
            _writer.Tick(_now);
        }
    }
}
