using System.Collections.Concurrent;
using Cassandra.Connections;
using Cassandra.Hosts;

namespace Cassandra;

/// <summary>A cluster: its hosts, and the sessions that are open on it.</summary>
public class Cluster : ICluster
{
    private readonly HostTable _hosts = new();
    private readonly ControlConnection _control;
    private readonly SemaphoreSlim _beginning = new(1, 1);
    private readonly ConcurrentDictionary<Session, bool> _sessions = new();
    private bool _hasBegun;
    private volatile bool _isShut;

    internal Cluster(ClusterSettings settings)
    {
        Settings = settings;
        _control = new ControlConnection(settings, _hosts);
        _control.StatusSaid += (host, isUp) =>
        {
            foreach (Session session in _sessions.Keys) session.HearOf(host, isUp);
        };
        _hosts.Changed += () =>
        {
            foreach (Session session in _sessions.Keys) session.FollowHosts();
        };
    }

    internal ClusterSettings Settings { get; }

    internal Host? FirstReached => _control.FirstReached;

    public static Builder Builder() => new();

    public ICollection<Host> AllHosts() => _hosts.All;

    public ISession Connect() => Waiting.For(ConnectAsync, Settings.QueryAbortTimeout);

    public ISession Connect(string keyspace) => Waiting.For(() => ConnectAsync(keyspace), Settings.QueryAbortTimeout);

    public Task<ISession> ConnectAsync() => OpenAsync(Settings.Keyspace);

    public Task<ISession> ConnectAsync(string keyspace) => OpenAsync(keyspace);

    public void Shutdown(int timeoutMs = -1)
    {
        _isShut = true;
        foreach (Session session in _sessions.Keys) session.Dispose();
        _control.Dispose();
    }

    public Task ShutdownAsync(int timeoutMs = -1)
    {
        Shutdown(timeoutMs);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Shutdown();
        GC.SuppressFinalize(this);
    }

    internal IReadOnlyList<Host> Replicas(string keyspace, ReadOnlySpan<byte> partitionKey) =>
        _hosts.Ring.Replicas(keyspace, partitionKey);

    /// <summary>Waits until all hosts know of a change that was made over a connection.</summary>
    internal async Task AwaitAgreementAsync(Connection changer)
    {
        await SchemaAgreement.AwaitAsync(changer, _hosts, Settings.Port).ConfigureAwait(false);
        _control.Refresh();
    }

    internal void Forget(Session session) => _sessions.TryRemove(session, out _);

    private async Task<ISession> OpenAsync(string? keyspace)
    {
        ObjectDisposedException.ThrowIf(_isShut, this);
        await BeginAsync().ConfigureAwait(false);
        Session session = new(this, keyspace);
        _sessions[session] = true;
        try
        {
            await session.OpenAsync().ConfigureAwait(false);
            ObjectDisposedException.ThrowIf(_isShut, this);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private async Task BeginAsync()
    {
        await _beginning.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_hasBegun) return;
            if (_control.FirstReached is null) await _control.BeginAsync().ConfigureAwait(false);
            Settings.LoadBalancing.Initialize(this);
            _hasBegun = true;
        }
        finally
        {
            _beginning.Release();
        }
    }
}
