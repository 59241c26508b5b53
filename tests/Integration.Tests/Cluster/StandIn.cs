using System.Text;
using System.Text.Json;
using NATS.Client.Core;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>Answers in the service directory for a process that is not there.</summary>
sealed class StandIn : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Task _answering;

    private StandIn(NatsConnection bus, INatsSub<byte[]> questions, Dictionary<string, string> says) =>
        _answering = AnswerAsync(bus, questions, says);

    /// <summary>A standby that has got so far in the log.</summary>
    public static async Task<StandIn> ForStandbyAsync(NatsConnection bus, string node, long seq)
    {
        INatsSub<byte[]> questions = await bus.SubscribeCoreAsync<byte[]>("$SRV.INFO");
        await bus.PingAsync();
        return new StandIn(bus, questions, new()
        {
            ["role"] = "standby", ["node"] = node, ["network"] = "irc", ["seq"] = $"{seq}",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task AnswerAsync(NatsConnection bus, INatsSub<byte[]> questions, Dictionary<string, string> says)
    {
        byte[] answer = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { metadata = says }));
        await foreach (NatsMsg<byte[]> question in questions.Msgs.ReadAllAsync(_over.Token))
            await bus.PublishAsync(question.ReplyTo!, answer);
    }
}
