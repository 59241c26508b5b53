using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// A copy of a stream, taken and put back as the nats tool does it (stream backup, stream restore), while nats-server
/// runs and every connection stays.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-36.md
/// </summary>
sealed class StreamCopy
{
    private readonly NatsConnection _bus;
    private readonly string _stream;
    private readonly List<byte[]> _chunks = [];
    private JsonObject _about = [];

    private StreamCopy(NatsConnection bus, string stream) => (_bus, _stream) = (bus, stream);

    public static async Task<StreamCopy> TakeAsync(NatsConnection bus, string stream)
    {
        StreamCopy copy = new(bus, stream);
        string inbox = bus.NewInbox();
        await using INatsSub<byte[]> chunks = await bus.SubscribeCoreAsync<byte[]>(inbox);
        copy._about = await copy.AskAsync("SNAPSHOT", new JsonObject { ["deliver_subject"] = inbox });
        await foreach (NatsMsg<byte[]> chunk in chunks.Msgs.ReadAllAsync())
        {
            if (chunk.Data is not { Length: > 0 } data) break;
            copy._chunks.Add(data);
            if (chunk.ReplyTo is not null) await chunk.ReplyAsync<byte[]>([]);
        }

        return copy;
    }

    public static async Task DeleteAsync(NatsConnection bus, string stream) =>
        Assert.True(await new NatsJSContext(bus).DeleteStreamAsync(stream));

    /// <summary>The stream is deleted, and is again what it was.</summary>
    public async Task PutBackAsync()
    {
        await DeleteAsync(_bus, _stream);
        JsonObject begun = await AskAsync("RESTORE", new JsonObject
        {
            ["config"] = _about["config"]!.DeepClone(), ["state"] = _about["state"]!.DeepClone(),
        });
        string to = (string)begun["deliver_subject"]!;
        foreach (byte[] chunk in _chunks.Append([]))
        {
            NatsMsg<byte[]> answer = await _bus.RequestAsync<byte[], byte[]>(to, chunk);
            Assert.DoesNotContain("error", Encoding.UTF8.GetString(answer.Data ?? []), StringComparison.Ordinal);
        }
    }

    private async Task<JsonObject> AskAsync(string what, JsonObject question)
    {
        NatsMsg<byte[]> answer = await _bus.RequestAsync<byte[], byte[]>(
            $"$JS.API.STREAM.{what}.{_stream}", JsonSerializer.SerializeToUtf8Bytes(question));
        JsonObject said = JsonNode.Parse(answer.Data)!.AsObject();
        Assert.False(said.ContainsKey("error"), said.ToJsonString());
        return said;
    }
}
