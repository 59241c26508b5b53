using IrcNats.Leaf.Core;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>A transcript's stage on a simulated cluster. Steps of its own: "crash root", "crash all".
/// </summary>
sealed class SimStage : IStage
{
    // Virtual milliseconds: long enough for every retry there is.
    private const long LongestSettle = 120_000;

    private readonly Dictionary<string, SimLink> _links = [];
    private readonly Dictionary<string, Queue<string>> _inboxes = [];
    private readonly HashSet<string> _read = [];

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
            : Cluster.FindLeaf(leaf)!;
        Queue<string> inbox = _inboxes[name] = [];
        _links[name] = on.Open(line => { if (!IsOfFaults(line)) inbox.Enqueue(line); }, () => { });
        return Task.CompletedTask;
    }

    public Task SendAsync(string name, string line)
    {
        _links[name].Send(line);
        return Task.CompletedTask;
    }

    public Task CloseAsync(string name)
    {
        _links[name].HangUp(InputEnd.Closed);
        return Task.CompletedTask;
    }

    public Task SettleAsync(string? actor)
    {
        long deadline = Cluster.Time.Now + LongestSettle;
        do Cluster.Time.RunUntil(Cluster.Time.Now + 20);
        while (!Cluster.IsSettled && Cluster.Time.Now < deadline);
        return Cluster.IsSettled
            ? Task.CompletedTask
            : throw new InvalidOperationException($"the cluster does not settle: {Cluster.Status}");
    }

    public Queue<string> Inbox(string name) => _inboxes[name];

    public Task WaitAsync(TimeSpan time)
    {
        Cluster.Time.RunUntil(Cluster.Time.Now + (long)time.TotalMilliseconds);
        return Task.CompletedTask;
    }

    public async Task<string?> MailAsync(string address)
    {
        long deadline = Cluster.Time.Now + LongestSettle;
        string? found = null;
        while (found is null && Cluster.Time.Now < deadline)
        {
            Cluster.Time.RunUntil(Cluster.Time.Now + 20);
            found = Cluster.Mails.FindLast(mail => mail.To == address && !_read.Contains(mail.Body))?.Body;
        }

        // One that is sent twice is read once.
        if (found is not null) _read.Add(found);
        await SettleAsync(null);
        return found;
    }

    public Task<bool> DoAsync(string step)
    {
        SimNode[]? struck = step switch
        {
            "crash root" => Cluster.ActiveRoot is { } root ? [root] : [],
            "crash all" => [.. Cluster.Nodes],
            _ => null,
        };
        foreach (SimNode node in struck ?? []) Cluster.Crash(node);
        return Task.FromResult(struck is not null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Users are told this if no root is there for long; no transcript can know when that is.
    private static bool IsOfFaults(string line) =>
        line.Contains(" NOTICE ", StringComparison.Ordinal)
        && (line.Contains(":The network stands still", StringComparison.Ordinal)
            || line.EndsWith(":The network goes on", StringComparison.Ordinal));
}
