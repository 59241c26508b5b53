using System.Buffers;
using System.Globalization;
using System.Threading.Channels;
using IrcNats.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// NATS as `trace` uses it: hears commands, answers and entries in the order in which the server sends them, and reads
/// the log. Changes nothing. If its reader is too slow, messages are counted as lost.
/// </summary>
public sealed class TraceBus : IAsyncDisposable
{
    private const int MostWaiting = 65_536;
    private const string SequenceHeader = "Nats-Sequence";

    private readonly BusConnection _connection;
    private readonly Subjects _subjects;
    private readonly TimeProvider _time;
    private readonly Channel<Seen> _seen =
        Channel.CreateBounded<Seen>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    // The connection holds subscriptions weakly.
    private readonly List<CallbackSubscription> _taps = [];
    private long _lost;
    private bool _isCutOff;

    private TraceBus(BusConnection connection, Subjects subjects, TimeProvider time) =>
        (_connection, _subjects, _time) = (connection, subjects, time);

    public ChannelReader<Seen> Messages => _seen.Reader;

    /// <exception cref="NatsException">There is no server, or it does not let us in.</exception>
    public static async Task<TraceBus> ConnectAsync(BusOptions options, TimeProvider time, CancellationToken stop)
    {
        BusConnection connection = await NatsConnections.OpenOnceAsync(options, "ircnats-root trace", stop);
        TraceBus bus = new(connection, new Subjects(options.Network), time);
        connection.ConnectionDisconnected += (_, _) => bus.SayAsync(lost: true);
        connection.ConnectionOpened += (_, _) => bus.SayAsync(lost: false);
        string replies = $"{bus._subjects.Network}.reply.>";
        Subjects of = bus._subjects;
        foreach (string subject in (string[])[of.Commands, of.Proofs, replies, of.Cast])
            bus._taps.Add(await CallbackSubscription.StartAsync(connection, subject, bus.Hear, stop));

        return bus;
    }

    /// <summary>The entries from this sequence, or the first the stream has after it, to the newest.</summary>
    public async IAsyncEnumerable<Seen> LogAsync(ulong from)
    {
        INatsJSStream stream = await new NatsJSContext(_connection).GetStreamAsync(_subjects.LogStream);
        for (ulong next = from; ; next++)
        {
            NatsMsg<byte[]> got = await stream.GetDirectAsync<byte[]>(
                new StreamMsgGetRequest { Seq = next, NextBySubj = _subjects.Log });
            if (got.Headers is not { } headers || headers.Code is not 0 || got.Data is null) yield break;
            next = ulong.Parse(headers[SequenceHeader].ToString(), CultureInfo.InvariantCulture);
            yield return new Seen(_subjects.Log, next, got.Data, null);
        }
    }

    /// <summary>How many messages were lost since this was last asked.</summary>
    public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // The first connection needs no message.
    private async ValueTask SayAsync(bool lost)
    {
        if (lost == _isCutOff) return;
        _isCutOff = lost;
        string what = lost ? "connection lost; what passes meanwhile is not shown" : "connected again";
        await Console.Error.WriteLineAsync($"ircnats-root trace: {what}");
    }

    private void Hear(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        Seen seen = new(subject, HeaderBytes.Sequence(headers), payload.ToArray(), _time.GetTimestamp());
        if (!_seen.Writer.TryWrite(seen)) Interlocked.Increment(ref _lost);
    }
}
