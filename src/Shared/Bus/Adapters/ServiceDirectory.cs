using System.Buffers;
using System.Text.Json;
using IrcNats.Ports;
using NATS.Client.Core;

namespace IrcNats.Adapters;

/// <summary>
/// Answers the NATS service API, so that "nats micro ls" lists all our processes. NATS.Client.Services cannot do that:
/// its metadata is fixed at the start, and it counts only what its own endpoints do before they return.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
/// </summary>
sealed class ServiceDirectory : IAsyncDisposable
{
    private static readonly string[] s_verbs = ["PING", "INFO", "STATS"];

    private readonly BusConnection _connection;
    private readonly ServiceIdentity _self;
    private readonly List<NatsSubBase> _subscriptions = [];

    private ServiceDirectory(BusConnection connection, ServiceIdentity self) =>
        (_connection, _self) = (connection, self);

    /// <summary>The metadata in an answer; null if it is no answer of ours.</summary>
    public static Dictionary<string, string>? MetadataIn(byte[]? answer)
    {
        try
        {
            using JsonDocument info = JsonDocument.Parse(answer ?? []);
            return info.RootElement.GetProperty("metadata").EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NatsSubBase subscription in _subscriptions) await subscription.DisposeAsync();
    }

    public static async Task<ServiceDirectory> StartAsync(
        BusConnection connection, ServiceIdentity self, CancellationToken stop)
    {
        ServiceDirectory directory = new(connection, self);
        foreach (string verb in s_verbs)
            foreach (string whom in new[] { "", $".{self.Name}", $".{self.Name}.{self.Id}" })
                directory._subscriptions.Add(await CallbackSubscription.StartAsync(
                    connection, $"$SRV.{verb}{whom}",
                    (string _, string? replyTo, in ReadOnlySequence<byte>? _, in ReadOnlySequence<byte> _) =>
                        directory.Answer(verb, replyTo),
                    stop));
        return directory;
    }

    private void Answer(string verb, string? replyTo)
    {
        if (replyTo is null) return;
        byte[] answer = verb switch { "PING" => Ping(), "INFO" => Info(), _ => Stats() };
        _ = _connection.TrySendAsync(replyTo, answer).AsTask();
    }

    private byte[] Ping() => Write("ping", static (_, _) => { });

    private byte[] Info() => Write("info", static (json, self) =>
    {
        json.WriteString("description", self.Description);
        json.WriteStartArray("endpoints");
        json.WriteStartObject();
        json.WriteString("name", self.Endpoint);
        json.WriteString("subject", self.Subject);
        json.WriteString("queue_group", "");
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private byte[] Stats() => Write("stats", static (json, self) =>
    {
        ServiceCounts counts = self.Counts();
        long nanoseconds = (long)counts.ProcessingTime.TotalNanoseconds;
        json.WriteString("started", self.Started.UtcDateTime.ToString("O"));
        json.WriteStartArray("endpoints");
        json.WriteStartObject();
        json.WriteString("name", self.Endpoint);
        json.WriteString("subject", self.Subject);
        json.WriteString("queue_group", "");
        json.WriteNumber("num_requests", counts.Requests);
        json.WriteNumber("num_errors", counts.Errors);
        json.WriteString("last_error", counts.LastError);
        json.WriteNumber("processing_time", nanoseconds);
        json.WriteNumber("average_processing_time", counts.Requests == 0 ? 0 : nanoseconds / counts.Requests);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private byte[] Write(string kind, Action<Utf8JsonWriter, ServiceIdentity> rest)
    {
        ArrayBufferWriter<byte> to = new();
        using (Utf8JsonWriter json = new(to))
        {
            json.WriteStartObject();
            json.WriteString("type", $"io.nats.micro.v1.{kind}_response");
            json.WriteString("name", _self.Name);
            json.WriteString("id", _self.Id);
            json.WriteString("version", Software.Number);
            json.WriteStartObject("metadata");
            foreach ((string key, string value) in _self.Metadata()) json.WriteString(key, value);
            json.WriteEndObject();
            rest(json, _self);
            json.WriteEndObject();
        }

        return to.WrittenSpan.ToArray();
    }
}
