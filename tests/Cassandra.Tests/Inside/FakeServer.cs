using System.Net;
using System.Net.Sockets;
using Cassandra.Connections;
using Cassandra.Protocol;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>
/// A server that knows of its cluster what drivers ask, and does with everything else what a test tells it to.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<FakePeer> _peers = [];

    public FakeServer(byte version = 5, IPEndPoint? address = null)
    {
        Version = version;
        _listener = new TcpListener(address ?? new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Start();
        _ = AcceptAsync();
    }

    public byte Version { get; }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>The other hosts of the cluster.</summary>
    public IReadOnlyList<IPEndPoint> Others { get; set; } = [];

    /// <summary>Where those are; this one is in dc1.</summary>
    public string OthersDatacenter { get; set; } = "dc1";

    /// <summary>Sees every request first; what it answers to with true is done.</summary>
    public Func<FakePeer, Envelope, Task<bool>> First { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>What is done with the queries of tests.</summary>
    public Func<FakePeer, Envelope, Task> Work { get; set; } =
        (peer, asked) => peer.AnswerAsync(asked, Opcode.Result, Samples.Void());

    /// <summary>The connections that were accepted, in their order.</summary>
    public IReadOnlyList<FakePeer> Peers
    {
        get
        {
            lock (_peers) return [.. _peers];
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (FakePeer peer in Peers) peer.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                FakePeer peer = new(await _listener.AcceptSocketAsync());
                lock (_peers) _peers.Add(peer);
                _ = ServeAsync(peer);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(FakePeer peer)
    {
        try
        {
            while (true)
            {
                Envelope asked = await peer.ReadAsync();
                if (!await First(peer, asked)) await AnswerAsync(peer, asked);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The driver has gone.
        }
    }

    private Task AnswerAsync(FakePeer peer, Envelope asked) => asked.Opcode switch
    {
        Opcode.Startup when asked.Version > Version => peer.RefuseVersionAsync(Version),
        Opcode.Startup => peer.BeginAsync(asked),
        Opcode.Register => peer.AnswerAsync(asked, Opcode.Ready, []),
        Opcode.Options => peer.AnswerAsync(asked, Opcode.Supported, [0, 0]),
        Opcode.Query when Texts.Of(asked) is { } query && query.Contains("FROM system", StringComparison.Ordinal) =>
            peer.AnswerAsync(asked, Opcode.Result, SystemRows(query)),
        _ => Work(peer, asked),
    };

    private byte[] SystemRows(string query) => query.Split("FROM ")[1] switch
    {
        "system.local" => Samples.Rows(["x", "data_center", "rack"], [[1L, "dc1", "r1"]]),
        "system.peers_v2" => Samples.Hosts(Others, OthersDatacenter),
        _ => Samples.Rows(["x"], []),
    };
}

/// <summary>One connection of a driver to a <see cref="FakeServer"/>.</summary>
internal sealed class FakePeer
{
    private readonly NetworkStream _stream;
    private readonly ByteSource _source;
    private readonly MemoryStream _payload = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _isFramed;

    public FakePeer(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _source = new ByteSource(_stream);
    }

    public byte Version { get; private set; }

    public async Task<Envelope> ReadAsync()
    {
        byte[] header = new byte[Envelope.HeaderLength];
        await FillAsync(header);
        header[0] |= 0x80;
        Envelope envelope = Envelope.ReadHeader(header, out int length);
        byte[] body = new byte[length];
        await FillAsync(body);
        return envelope with { Body = body };
    }

    public async Task BeginAsync(Envelope startup)
    {
        await AnswerAsync(startup, Opcode.Ready, []);
        Begin(startup);
    }

    /// <summary>From here on it is framed, if the version is.</summary>
    public void Begin(Envelope startup) => (Version, _isFramed) = (startup.Version, startup.Version >= 5);

    public Task RefuseVersionAsync(byte own) => SendRawAsync(Bytes.Response(
        own, 0, Opcode.Error,
        Samples.Error(0x0A, $"Invalid or unsupported protocol version; supported versions are (3/v3, {own}/v{own})")));

    public Task AnswerAsync(Envelope asked, Opcode opcode, byte[] body) =>
        SendAsync(Bytes.Response(asked.Version, asked.Stream, opcode, body));

    /// <summary>Sends envelopes, in frames where the version has them.</summary>
    public Task SendAsync(byte[] envelopes) => SendRawAsync(_isFramed ? Bytes.InFrames(envelopes) : envelopes);

    public async Task SendRawAsync(byte[] bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Close() => _stream.Dispose();

    private async Task FillAsync(byte[] bytes)
    {
        if (!_isFramed)
        {
            await _source.FillAsync(bytes);
            return;
        }

        while (_payload.Length - _payload.Position < bytes.Length) await ReadFrameAsync();
        _payload.ReadExactly(bytes);
    }

    private async Task ReadFrameAsync()
    {
        byte[] header = new byte[Frame.HeaderLength], trailer = new byte[Frame.TrailerLength];
        await _source.FillAsync(header);
        byte[] payload = new byte[Frame.ReadHeader(header).Length];
        await _source.FillAsync(payload);
        await _source.FillAsync(trailer);
        Frame.CheckPayload(payload, trailer);
        long at = _payload.Position;
        _payload.Seek(0, SeekOrigin.End);
        _payload.Write(payload);
        _payload.Position = at;
    }
}

/// <summary>What a query says.</summary>
internal static class Texts
{
    public static string Of(Envelope asked)
    {
        BodyReader body = new(asked.Body);
        return System.Text.Encoding.UTF8.GetString(body.Take(body.Int(), "a query"));
    }
}
