using System.Net;
using System.Net.Sockets;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// A way to nats-server that can be blocked: what is sent then goes nowhere and nobody is told, until it is opened
/// again or cut.
/// </summary>
sealed class Detour : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _to;
    private readonly List<TcpClient> _ends = [];
    private readonly List<Action> _deafening = [];
    private readonly Task _accepting;
    private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Detour(int to)
    {
        _to = to;
        _open.SetResult();
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Nothing passes from here on, in either direction; new connections wait as well.</summary>
    public void Block() => Volatile.Write(ref _open, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>
    /// On every connection there is, what the server sends goes no further from here on, and what is sent to it does:
    /// so looks a process that reads nothing. New connections are let through.
    /// </summary>
    public void Deafen()
    {
        lock (_ends) foreach (Action deafen in _deafening) deafen();
    }

    /// <summary>Lets everything through that was held back.</summary>
    public void Open() => Volatile.Read(ref _open).TrySetResult();

    /// <summary>Closes every connection there is; new ones are let through.</summary>
    public void Cut()
    {
        CloseAll();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void CloseAll()
    {
        lock (_ends)
        {
            foreach (TcpClient end in _ends) end.Close();
            _ends.Clear();
        }
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient near = await _listener.AcceptTcpClientAsync();
            _ = JoinAsync(near);
        }
    }

    private async Task JoinAsync(TcpClient near)
    {
        TcpClient far = new() { NoDelay = true };
        near.NoDelay = true;
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isDeaf = false;
        lock (_ends)
        {
            _ends.AddRange([near, far]);
            _deafening.Add(() => Volatile.Write(ref isDeaf, true));
        }

        try
        {
            await Volatile.Read(ref _open).Task;
            await far.ConnectAsync(IPAddress.Loopback, _to);
            await Task.WhenAny(
                PassAsync(near, far, () => Volatile.Read(ref _open).Task),
                PassAsync(far, near, () => Volatile.Read(ref isDeaf) ? ended.Task : Volatile.Read(ref _open).Task));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // nats-server is not there, or the way was cut.
        }

        near.Close();
        far.Close();
        ended.TrySetResult();
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Func<Task> mayPass)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var length and > 0)
            {
                await mayPass();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // Either end is gone; the other follows.
        }
    }
}
