using System.Diagnostics;
using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>Requests and their replies, or the lack of them.</summary>
public sealed class RequestTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_request_gets_its_own_reply_among_many()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<string>("rq.echo");
        var responder = Task.Run(async () =>
        {
            await foreach (var msg in sub.Msgs.ReadAllAsync())
                await msg.ReplyAsync($"re {msg.Data}");
        });

        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            nats.RequestAsync<string, string>("rq.echo", $"{i}").AsTask()));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"re {i}"), replies.Select(reply => reply.Data));
        await sub.UnsubscribeAsync();
        await responder;
    }

    [Fact]
    public async Task Headers_travel_both_ways()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<string>("rq.headers");
        var responder = Task.Run(async () =>
        {
            var msg = await sub.Msgs.ReadAsync();
            await msg.ReplyAsync(headers: new NatsHeaders { ["Seen"] = msg.Headers!["Sent"] });
        });

        var reply = await nats.RequestAsync<string, string>("rq.headers", "x", new NatsHeaders { ["Sent"] = "yes" });

        Assert.Equal("yes", reply.Headers!["Seen"]);
        await responder;
    }

    [Fact]
    public async Task Nobody_to_answer_is_told_at_once()
    {
        var nats = await server.ConnectAsync();
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAsync<NatsNoRespondersException>(async () =>
            await nats.RequestAsync<string, string>("rq.nobody", "x"));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"took {watch.Elapsed}");
    }

    [Fact]
    public async Task Nobody_to_answer_can_be_a_message_instead_of_an_exception()
    {
        var nats = await server.ConnectAsync();

        var reply = await nats.RequestAsync<string, string>(
            "rq.nobody", "x", replyOpts: new NatsSubOpts { ThrowIfNoResponders = false });

        Assert.True(reply.HasNoResponders);
        Assert.Equal(503, reply.Headers!.Code);
    }

    [Fact]
    public async Task A_reply_that_does_not_come_in_time_is_an_exception()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<string>("rq.silent");

        await Assert.ThrowsAsync<NatsNoReplyException>(async () => await nats.RequestAsync<string, string>(
            "rq.silent", "x", replyOpts: new NatsSubOpts { Timeout = TimeSpan.FromMilliseconds(100) }));
    }

    [Fact]
    public async Task Waiting_for_a_reply_can_be_cancelled()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<string>("rq.cancelled");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await nats.RequestAsync<string, string>("rq.cancelled", "x", cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task A_request_before_connecting_connects()
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = server.Url });
        Assert.Equal(NatsConnectionState.Closed, nats.ConnectionState);

        await Assert.ThrowsAsync<NatsNoRespondersException>(async () => await nats.RequestAsync<string>("rq.nobody"));

        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
    }

    [Fact]
    public async Task A_new_inbox_is_new_and_can_be_answered_to()
    {
        var nats = await server.ConnectAsync(opts => opts with { InboxPrefix = "rq.inbox" });
        var inbox = nats.NewInbox();
        Assert.StartsWith("rq.inbox.", inbox, StringComparison.Ordinal);
        Assert.NotEqual(inbox, nats.NewInbox());

        await using var sub = await nats.SubscribeCoreAsync<string>(inbox);
        await nats.PublishAsync(inbox, "hello");

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        Assert.Equal("hello", (await sub.Msgs.ReadAsync(soon.Token)).Data);
    }
}
