using System.IO.Pipelines;

namespace IrcNats.Leaf.Transport;

/// <summary>How one client's lines travel: as bytes over a socket, or as messages of a WebSocket.</summary>
interface ICarrier : ILineOutput
{
    /// <summary>Bytes from the client; each line has its LF.</summary>
    PipeReader Input { get; }

    /// <summary>Cancelled when the client has gone, even if nobody reads from it.</summary>
    CancellationToken Gone { get; }

    /// <summary>Sending costs time of its own, so it is not done on the loop's thread.</summary>
    bool SendsOffLoop { get; }

    /// <summary>Says goodbye, after the last line.</summary>
    /// <param name="goingAway">The server goes away, not the client.</param>
    Task EndAsync(bool goingAway);

    /// <summary>Ends the connection at once, whatever still waits.</summary>
    void Abort(string why);
}

/// <summary>Where an outbox sends its lines.</summary>
interface ILineOutput
{
    /// <summary>Takes one line with its CRLF; it is sent at the next flush.</summary>
    void Write(ReadOnlyMemory<byte> line);

    /// <summary>Completes when there is room for more; false if nobody reads any more.</summary>
    /// <exception cref="IOException">The connection is gone.</exception>
    ValueTask<bool> FlushAsync();
}
