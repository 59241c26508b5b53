using IrcNats.Integration.Tests.Cluster;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests;

/// <summary>
/// A transcript's stage on a running cluster, over real sockets. Nothing is waited for by the clock: a PONG comes when
/// everything before it is decided and shown, and the answer to a PING sent after it is as new on every leaf. When it
/// is disposed of, its users quit, and the network is empty for the next.
/// </summary>
sealed class SocketStage(IStageSite site) : IStage
{
    private readonly Dictionary<string, IrcClient> _clients = [];
    private readonly HashSet<IrcClient> _gone = [];

    private IEnumerable<IrcClient> Present => _clients.Values.Except(_gone);

    public async Task ConnectAsync(string name, string? leaf)
    {
        int number = leaf is null ? (_clients.Count % site.Leaves) + 1 : leaf[^1] - '0';
        _clients[name] = await IrcClient.ConnectAsync(site.PortOf(number));
    }

    public Task SendAsync(string name, string line) => _clients[name].SendAsync(line);

    public Task CloseAsync(string name)
    {
        _clients[name].Close();
        return Task.CompletedTask;
    }

    public async Task SettleAsync(string? actor)
    {
        if (actor is not null) await _clients[actor].SettleAsync();
        do await Task.WhenAll(Present.Select(c => c.SettleAsync()));
        while (await SomeoneLeftAsync());
    }

    public Queue<string> Inbox(string name) => _clients[name].Inbox;

    public Task WaitAsync(TimeSpan time) => Task.Delay(time);

    public Task<bool> DoAsync(string step) => Task.FromResult(false);

    public async ValueTask DisposeAsync()
    {
        bool anyone = Present.Any(c => c.IsRegistered);
        ulong before = await site.RootSeqAsync();
        foreach (IrcClient client in Present)
        {
            await client.SendAsync("QUIT");
            await client.EndAsync();
        }

        foreach (IrcClient client in _clients.Values) await client.DisposeAsync();
        while (anyone && !await site.IsEmptyAsync(before)) await Task.Delay(20);
    }

    // Their leaf closed the connection first and told the root then; so it takes until the others no longer see them.
    private async Task<bool> SomeoneLeftAsync()
    {
        IrcClient[] left = [.. Present.Where(c => c.HasEnded)];
        _gone.UnionWith(left);
        if (Present.FirstOrDefault(c => c.IsRegistered) is { } witness)
            foreach (IrcClient one in left.Where(c => c.IsRegistered && !IsResumed(c)))
                while (await witness.SeesAsync(one.Nick)) await Task.Delay(10);
        return left.Length > 0;
    }

    // Another connection is that user now.
    private bool IsResumed(IrcClient one) => Present.Any(c => c.Nick == one.Nick);
}
