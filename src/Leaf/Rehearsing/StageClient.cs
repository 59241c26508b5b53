using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Transport;

namespace IrcNats.Leaf.Rehearsing;

/// <summary>A client of a rehearsal: a connection like any other, except for its socket.</summary>
sealed class StageClient : ICarrier
{
    private readonly Pipe _input = new();
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    public StageClient(LeafLoop loop, Metrics metrics, TimeProvider time) =>
        Ended = new Connection(this, loop, new Peer("127.0.0.1", "localhost", Secure: false), metrics).RunAsync(time);

    /// <summary>Completes when the connection has ended.</summary>
    public Task Ended { get; }

    public async Task SayAsync(string lines) =>
        await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes(lines + "\r\n"));

    /// <summary>Waits for a line with this text, and drops the lines before it.</summary>
    /// <exception cref="InvalidOperationException">No such line comes.</exception>
    public async Task HearAsync(string text, CancellationToken stop)
    {
        string heard = "nothing";
        try
        {
            while (!heard.Contains(text, StringComparison.Ordinal)) heard = await _heard.Reader.ReadAsync(stop);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"heard no '{text}', and last: {heard}", e);
        }
    }

    PipeReader ICarrier.Input => _input.Reader;

    CancellationToken ICarrier.Gone => CancellationToken.None;

    bool ICarrier.SendsOffLoop => false;

    void ILineOutput.Write(ReadOnlyMemory<byte> line) => _heard.Writer.TryWrite(Encoding.UTF8.GetString(line.Span));

    ValueTask<bool> ILineOutput.FlushAsync() => new(true);

    Task ICarrier.EndAsync(bool goingAway)
    {
        _heard.Writer.TryComplete();
        return Task.CompletedTask;
    }

    void ICarrier.Abort(string why) => _heard.Writer.TryComplete();
}
