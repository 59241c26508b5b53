using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.LeafUnits;

/// <summary>A leaf's process tells the root that it began, and takes a number greater than those before it.</summary>
public sealed class BeginningTests : ILeafPorts
{
    private readonly List<Request> _sent = [];
    private readonly LeafCore _core;
    private ulong _seq, _epoch;
    private long _now = 1000;

    public BeginningTests()
    {
        _core = new LeafCore("leaf", 5, this);
        _core.BusChanged(connected: true, _now);
    }

    [Fact]
    public void It_asks_nothing_before_it_has_told_the_root()
    {
        for (int i = 0; i < 30; i++) _core.Tick(_now += 100);
        Assert.Empty(_sent);
        Start();
        Assert.Equal([(5ul, 1ul)], Sent());
        Assert.IsType<LeafUp>(_sent[0].Ask);
    }

    // The process before it died while what it told was under way, and its clock was ahead.
    [Fact]
    public void It_takes_another_number_when_an_earlier_process_turns_out_to_have_a_greater_one()
    {
        Start();
        Apply(origin: null, new LeafStarted("leaf", 9));
        Assert.Equal([(5ul, 1ul), (10ul, 1ul)], Sent());
        Assert.False(_core.IsUp);
        Apply(new Origin("leaf", 10, 1, 0, null), new LeafStarted("leaf", 10));
        Assert.True(_core.IsUp);
    }

    [Fact]
    public void One_that_was_let_up_gives_way_to_a_later_one()
    {
        Start();
        Apply(new Origin("leaf", 5, 1, 0, null), new LeafStarted("leaf", 5));
        Apply(origin: null, new LeafStarted("leaf", 9));
        Assert.Equal(5ul, _core.Incarnation);
        Assert.Equal([(5ul, 1ul)], Sent());
    }

    void ILeafPorts.Send(Request request) => _sent.Add(request);

    private void Start()
    {
        Entry election = Writer.Election(new Network(), "root", TestConfig.Public, _now);
        _epoch = election.Epoch;
        _core.Applied(++_seq, election, _now);
        _core.Start(_now);
    }

    private void Apply(Origin? origin, Event happened) => _core.Applied(
        ++_seq, new Entry(Payload.FormatVersion, _epoch, [new Outcome(_now, origin, [happened], [])]), _now);

    private IEnumerable<(ulong Incarnation, ulong Number)> Sent() => _sent.Select(r => (r.Incarnation, r.Number));
}
