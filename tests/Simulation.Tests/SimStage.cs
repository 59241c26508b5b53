using System.Buffers;
using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>A transcript's stage on a simulated cluster. Steps of its own: "crash root", "cut LEAF TIME".</summary>
sealed class SimStage : IStage
{
    // Virtual: long enough for every retry there is.
    private const long LongestSettle = 120_000;

    private readonly Dictionary<string, SimLink> _links = [];

    public SimStage(SimCluster cluster)
    {
        Cluster = cluster;
        SettleAsync(null);
    }

    public SimCluster Cluster { get; }

    public Task ConnectAsync(string name, string? leaf)
    {
        SimLeaf on = leaf is null
            ? Cluster.Leaves[_links.Count % Cluster.Leaves.Count]
            : Cluster.Leaves.Single(l => l.Name == leaf);
        SimLink link = _links[name] = new SimLink(on, Cluster.Time);
        link.Session = on.Core.Opened(link, new Peer("127.0.0.1", "127.0.0.1", false), Cluster.Time.Now);
        return Task.CompletedTask;
    }

    public Task SendAsync(string name, string line)
    {
        _links[name].Receive(Encoding.UTF8.GetBytes(line + "\r\n"));
        return Task.CompletedTask;
    }

    public Task CloseAsync(string name)
    {
        SimLink link = _links[name];
        if (link.Session is { } session) link.Leaf.Core.Disconnected(session, "Connection closed", Cluster.Time.Now);
        return Task.CompletedTask;
    }

    public Task SettleAsync(string? actor)
    {
        long deadline = Cluster.Time.Now + LongestSettle;
        do Cluster.Time.RunUntil(Cluster.Time.Now + 20);
        while (!Cluster.IsSettled && Cluster.Time.Now < deadline);
        if (!Cluster.IsSettled) throw new InvalidOperationException("the cluster does not settle");
        if (Cluster.HandlerFaults.Count > 0)
            throw new InvalidOperationException($"a handler threw: {Cluster.HandlerFaults[0]}");
        return Task.CompletedTask;
    }

    public Queue<string> Inbox(string name) => _links[name].Inbox;

    public Task WaitAsync(TimeSpan time)
    {
        Cluster.Time.RunUntil(Cluster.Time.Now + (long)time.TotalMilliseconds);
        return Task.CompletedTask;
    }

    public Task<bool> DoAsync(string step)
    {
        if (step != "crash root") return Task.FromResult(false);
        Cluster.CrashRoot();
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A simulated connection.</summary>
sealed class SimLink(SimLeaf leaf, VirtualTime time) : ILink
{
    private readonly LineReader _reader = new(Limits.LineLen, Limits.ClientTagsLen);
    private string _rest = "";

    public SimLeaf Leaf => leaf;
    public Session? Session { get; set; }
    public Queue<string> Inbox { get; } = [];

    public void Receive(byte[] bytes)
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        while (Session is not null && _reader.TryRead(ref buffer, out LineRead read))
            leaf.Core.Received(Session, read, time.Now);
        leaf.Core.FlushDirty();
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        string[] lines = (_rest + Encoding.UTF8.GetString(bytes)).Split("\r\n");
        foreach (string line in lines[..^1])
        {
            // As every client does by itself.
            if (line.StartsWith("PING ", StringComparison.Ordinal))
                time.After(1, () => Receive("PONG x\r\n"u8.ToArray()));
            else Inbox.Enqueue(line);
        }

        _rest = lines[^1];
    }

    public void Flush() { }
    public void WantInput(bool wanted) { }
    public void Close() { }
}
