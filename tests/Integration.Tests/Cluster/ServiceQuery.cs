using System.Text.Json;
using NATS.Client.Core;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>Asks every process of a cluster through the NATS service API, as `nats micro` does (ADR-32).</summary>
static class ServiceQuery
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for so many answers; there is no telling that more would come.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AskAsync(NatsConnection bus, string subject, int answers)
    {
        string inbox = bus.NewInbox();
        await using INatsSub<byte[]> replies = await bus.SubscribeCoreAsync<byte[]>(inbox);
        await bus.PublishAsync(subject, Array.Empty<byte>(), replyTo: inbox);
        using CancellationTokenSource patience = new(s_patience);
        List<JsonElement> got = [];
        while (got.Count < answers)
        {
            NatsMsg<byte[]> reply = await replies.Msgs.ReadAsync(patience.Token);
            got.Add(JsonDocument.Parse(reply.Data).RootElement);
        }

        return got;
    }

    public static string Metadata(this JsonElement answer, string key) =>
        answer.GetProperty("metadata").GetProperty(key).GetString()!;

    public static ulong Number(this JsonElement answer, string key) =>
        ulong.Parse(answer.Metadata(key), System.Globalization.CultureInfo.InvariantCulture);
}
