using IrcNats.Events;

namespace IrcNats.Benchmarks;

/// <summary>One leaf's part when something happens in a channel where all of its many clients are.</summary>
public class FanOut
{
    private const int Members = 10_000;

    // What the sessions have negotiated, in turn: plain clients, and ever more modern ones.
    private static readonly string[] s_capabilities =
        ["", "server-time", "server-time message-tags", "server-time message-tags account-tag batch echo-message"];

    private LeafWithClients _leaf = null!;
    private bool _isRenamed;

    [GlobalSetup]
    public void Begin() => _leaf = new LeafWithClients(Members, s_capabilities);

    [GlobalSetup(Target = nameof(SayToOneKind))]
    public void BeginWithOneKind() => _leaf = new LeafWithClients(Members, [""]);

    [GlobalCleanup]
    public void End() => Console.WriteLine($"// at the end {_leaf.Buffers} buffers for {_leaf.Lines:N0} lines");

    [Benchmark(Description = "deliver a message to 10,000 members, each", OperationsPerInvoke = Members)]
    public void Say() => _leaf.Happens(new ChannelMessage(
        "PRIVMSG", LeafWithClients.Channel, _leaf.First, "what people say, some forty bytes of it", null)
    {
        Source = "user1!~u@192.0.2.1",
    });

    [Benchmark(Description = "the same to 10,000 of one kind, each", OperationsPerInvoke = Members)]
    public void SayToOneKind() => Say();

    [Benchmark(Description = "change of a nick seen by 10,000, each", OperationsPerInvoke = Members)]
    public void Rename()
    {
        _leaf.Happens(new NickChanged(_leaf.First, _isRenamed ? "user1" : "other1"));
        _isRenamed = !_isRenamed;
    }

    [Benchmark(Description = "NAMES of 10,000")]
    public int Names() => _leaf.Says($"NAMES {LeafWithClients.Channel}");

    [Benchmark(Description = "WHO of 10,000")]
    public int Who() => _leaf.Says($"WHO {LeafWithClients.Channel}");

    [Benchmark(Description = "WHOIS of one")]
    public int Whois() => _leaf.Says("WHOIS user7");
}
