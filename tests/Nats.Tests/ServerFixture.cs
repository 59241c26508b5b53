using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>One server for the tests of a class, and connections to it.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly List<NatsConnection> _connections = [];
    private NatsServer? _server;

    public string Url => _server!.Url;

    public async Task InitializeAsync() => _server = await NatsServer.StartAsync();

    public async Task<NatsConnection> ConnectAsync(Func<NatsOpts, NatsOpts>? change = null)
    {
        var opts = NatsOpts.Default with { Url = Url };
        var connection = new NatsConnection(change?.Invoke(opts) ?? opts);
        lock (_connections)
            _connections.Add(connection);
        await connection.ConnectAsync();
        return connection;
    }

    public async Task DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        await _server!.DisposeAsync();
    }
}
