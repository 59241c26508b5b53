using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IrcNats.Ports;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// Publishes entries with the sequence that they must follow, and hears on a subject of its own what became of them.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-1.md
/// </summary>
sealed class NatsLogPen : ILogPen
{
    private const int WrongLastSequence = 10071;

    private readonly BusConnection _connection;
    private readonly string _subject, _acks;
    private readonly Acknowledged _acknowledged;
    private readonly Refusals _refusals;
    private CallbackSubscription? _subscription;

    private NatsLogPen(
        BusConnection connection, string subject, string acks, Acknowledged acknowledged, ILogger log) =>
        (_connection, _subject, _acks, _acknowledged, _refusals) =
        (connection, subject, acks, acknowledged, new Refusals(log));

    public static async Task<NatsLogPen> OpenAsync(
        BusConnection connection, string subject, string acks, Acknowledged acknowledged, ILogger log,
        CancellationToken stop)
    {
        NatsLogPen pen = new(connection, subject, acks, acknowledged, log);
        pen._subscription = await CallbackSubscription.StartAsync(connection, acks + ".>", pen.Take, stop);
        return pen;
    }

    public async ValueTask WriteAsync(ulong seq, byte[] bytes, int generation)
    {
        NatsHeaders fence = new()
        {
            ["Nats-Expected-Last-Sequence"] = (seq - 1).ToString(CultureInfo.InvariantCulture),
        };
        string replyTo = string.Create(CultureInfo.InvariantCulture, $"{_acks}.{generation}.{seq}");
        try
        {
            await _connection.PublishAsync(_subject, bytes, fence, replyTo);
        }
        catch (NatsException e)
        {
            throw new LogSilentException($"entry {seq} was not sent: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _subscription?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Take(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        if (subject[(_acks.Length + 1)..].Split('.') is not [var generation, var number]
            || !int.TryParse(generation, CultureInfo.InvariantCulture, out int sentIn)
            || !ulong.TryParse(number, CultureInfo.InvariantCulture, out ulong seq))
            _refusals.Add(subject, "no entry has this acknowledgement");
        else _acknowledged(seq, sentIn, WhatIsWrong(payload));
    }

    /// <summary>Null for a good acknowledgement.</summary>
    private static string? WhatIsWrong(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsEmpty) return "no stream answers";
        try
        {
            using JsonDocument ack = JsonDocument.Parse(payload);
            if (!ack.RootElement.TryGetProperty("error"u8, out JsonElement error)) return null;
            int code = error.TryGetProperty("err_code"u8, out JsonElement c) ? c.GetInt32() : 0;
            return code == WrongLastSequence ? "wrong last sequence" : error.GetRawText();
        }
        catch (JsonException)
        {
            return $"unreadable acknowledgement '{Encoding.UTF8.GetString(payload)}'";
        }
    }
}
