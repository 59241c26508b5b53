using System.Buffers;
using System.Text;
using System.Threading.Channels;
using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>Publishing and subscribing, against a real server.</summary>
public sealed class PublishSubscribeTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token;

    [Fact]
    public async Task A_message_arrives_with_payload_headers_and_reply_subject()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<byte[]>("ps.one");
        var headers = new NatsHeaders { ["A"] = "1", ["B"] = new[] { "x", "y" } };

        await nats.PublishAsync("ps.one", new byte[] { 1, 2, 3 }, headers, "ps.reply");

        var msg = await sub.Msgs.ReadAsync(Soon);
        Assert.Equal("ps.one", msg.Subject);
        Assert.Equal("ps.reply", msg.ReplyTo);
        Assert.Equal([1, 2, 3], msg.Data!);
        Assert.Equal("1", msg.Headers!["A"]);
        Assert.Equal("x,y", string.Join(",", msg.Headers["B"].AsEnumerable()));
        Assert.Equal(0, msg.Headers.Code);
    }

    [Fact]
    public async Task Every_raw_type_and_string_arrive_as_sent()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<string>("ps.types");
        var bytes = "häll"u8.ToArray();

        await nats.PublishAsync("ps.types", bytes);
        await nats.PublishAsync<Memory<byte>>("ps.types", bytes);
        await nats.PublishAsync<ReadOnlyMemory<byte>>("ps.types", bytes);
        await nats.PublishAsync("ps.types", new ReadOnlySequence<byte>(bytes));
        await nats.PublishAsync("ps.types", "häll");

        for (var i = 0; i < 5; i++)
            Assert.Equal("häll", (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task A_serializer_given_to_the_call_is_used()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync("ps.custom", serializer: new NumberSerializer());

        await nats.PublishAsync("ps.custom", 41, serializer: new NumberSerializer());

        Assert.Equal(41, (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_an_error_of_the_message_only()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync("ps.unreadable", serializer: new NumberSerializer());

        await nats.PublishAsync("ps.unreadable", "x");
        await nats.PublishAsync("ps.unreadable", 7, serializer: new NumberSerializer());

        Assert.ThrowsAny<NatsException>((await sub.Msgs.ReadAsync(Soon)).EnsureSuccess);
        Assert.Equal(7, (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task Wildcards_match_one_token_or_the_rest()
    {
        var nats = await server.ConnectAsync();
        await using var star = await nats.SubscribeCoreAsync<string>("ps.w.*.end");
        await using var rest = await nats.SubscribeCoreAsync<string>("ps.w.>");

        await nats.PublishAsync("ps.w.a.b", "1");
        await nats.PublishAsync("ps.w.a.end", "2");
        await nats.PublishAsync("ps.w.b.end", "3");

        Assert.Equal("ps.w.a.b", (await rest.Msgs.ReadAsync(Soon)).Subject);
        Assert.Equal("ps.w.a.end", (await rest.Msgs.ReadAsync(Soon)).Subject);
        Assert.Equal("ps.w.b.end", (await rest.Msgs.ReadAsync(Soon)).Subject);
        Assert.Equal("ps.w.a.end", (await star.Msgs.ReadAsync(Soon)).Subject);
        Assert.Equal("ps.w.b.end", (await star.Msgs.ReadAsync(Soon)).Subject);
    }

    [Fact]
    public async Task A_queue_group_gets_each_message_once()
    {
        var (one, two) = (await server.ConnectAsync(), await server.ConnectAsync());
        var got = Channel.CreateUnbounded<string>();
        var first = new CallbackSub(one, "ps.queue", Take, "workers");
        var second = new CallbackSub(two, "ps.queue", Take, "workers");
        await one.AddSubAsync(first);
        await two.AddSubAsync(second);
        await one.PingAsync();
        await two.PingAsync();

        for (var i = 0; i < 50; i++)
            await one.PublishAsync("ps.queue", $"{i}");
        var all = new List<string>();
        for (var i = 0; i < 50; i++)
            all.Add(await got.Reader.ReadAsync(Soon));
        await one.PingAsync();
        await two.PingAsync();

        Assert.Equal(50, all.Distinct().Count());
        Assert.False(got.Reader.TryRead(out _));
        GC.KeepAlive(first);
        GC.KeepAlive(second);

        ValueTask Take(CallbackSub.Received msg) => got.Writer.WriteAsync(Encoding.UTF8.GetString(msg.Payload));
    }

    [Fact]
    public async Task A_callback_subscription_sees_the_raw_parts_in_order()
    {
        var nats = await server.ConnectAsync();
        var got = Channel.CreateUnbounded<CallbackSub.Received>();
        var sub = new CallbackSub(nats, "ps.raw.*", msg => got.Writer.WriteAsync(msg));
        await nats.AddSubAsync(sub);

        await nats.PublishAsync("ps.raw.a", "one", new NatsHeaders { ["K"] = "v" }, "back");
        await nats.PublishAsync("ps.raw.b", "");

        var first = await got.Reader.ReadAsync(Soon);
        Assert.Equal(("ps.raw.a", "back"), (first.Subject, first.ReplyTo));
        Assert.Equal("one", Encoding.UTF8.GetString(first.Payload));
        Assert.Matches("^NATS/1.0\r\nK: ?v\r\n\r\n$", first.Headers);
        var second = await got.Reader.ReadAsync(Soon);
        Assert.Equal(("ps.raw.b", null, null), (second.Subject, second.ReplyTo, second.Headers));
        Assert.Empty(second.Payload);
        GC.KeepAlive(sub);
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_arrives_and_the_channel_ends()
    {
        var nats = await server.ConnectAsync();
        var sub = await nats.SubscribeCoreAsync<string>("ps.unsub");
        await nats.PublishAsync("ps.unsub", "1");
        Assert.Equal("1", (await sub.Msgs.ReadAsync(Soon)).Data);

        await sub.UnsubscribeAsync();
        await nats.PublishAsync("ps.unsub", "2");
        await nats.PingAsync();

        Assert.False(await sub.Msgs.WaitToReadAsync(Soon));
    }

    [Fact]
    public async Task A_subscription_with_a_number_of_messages_ends_after_them()
    {
        var nats = await server.ConnectAsync();
        var got = new List<string?>();
        var reading = Task.Run(async () =>
        {
            await foreach (var msg in nats.SubscribeAsync<string>("ps.max", opts: new NatsSubOpts { MaxMsgs = 2 }))
                got.Add(msg.Data);
        });
        while (!reading.IsCompleted)
        {
            await nats.PublishAsync("ps.max", "x");
            await Task.WhenAny(reading, Task.Delay(10));
        }

        await reading;
        Assert.Equal(["x", "x"], got);
    }

    [Fact]
    public async Task A_full_channel_drops_the_newest_and_says_so()
    {
        var nats = await server.ConnectAsync();
        var dropped = Channel.CreateUnbounded<NatsMessageDroppedEventArgs>();
        nats.MessageDropped += (_, e) => dropped.Writer.WriteAsync(e);
        var opts = new NatsSubOpts
        {
            ChannelOpts = new NatsSubChannelOpts { Capacity = 2, FullMode = BoundedChannelFullMode.DropNewest },
        };
        await using var sub = await nats.SubscribeCoreAsync<string>("ps.full", opts: opts);

        for (var i = 1; i <= 5; i++)
            await nats.PublishAsync("ps.full", $"{i}");

        for (var i = 0; i < 3; i++)
            Assert.Equal("ps.full", (await dropped.Reader.ReadAsync(Soon)).Subject);
        Assert.Equal("1", (await sub.Msgs.ReadAsync(Soon)).Data);
        Assert.Equal("5", (await sub.Msgs.ReadAsync(Soon)).Data);
        Assert.False(sub.Msgs.TryRead(out _));
    }

    [Fact]
    public async Task A_waiting_channel_holds_back_and_loses_nothing()
    {
        var (reader, writer) = (await server.ConnectAsync(), await server.ConnectAsync());
        var opts = new NatsSubOpts
        {
            ChannelOpts = new NatsSubChannelOpts { Capacity = 4, FullMode = BoundedChannelFullMode.Wait },
        };
        await using var sub = await reader.SubscribeCoreAsync<string>("ps.wait", opts: opts);
        await reader.PingAsync();

        for (var i = 0; i < 500; i++)
            await writer.PublishAsync("ps.wait", $"{i}");

        for (var i = 0; i < 500; i++)
            Assert.Equal($"{i}", (await sub.Msgs.ReadAsync(Soon)).Data);
    }

    [Fact]
    public async Task Payloads_up_to_the_servers_limit_arrive_and_larger_ones_are_refused()
    {
        var nats = await server.ConnectAsync();
        await using var sub = await nats.SubscribeCoreAsync<byte[]>("ps.large");
        var limit = nats.ServerInfo!.MaxPayload;
        var payload = new byte[limit];
        new Random(1).NextBytes(payload);

        for (var i = 0; i < 3; i++)
        {
            await nats.PublishAsync("ps.large", payload);
            await nats.PublishAsync("ps.large", new byte[] { 1 });
            Assert.Equal(payload, (await sub.Msgs.ReadAsync(Soon)).Data);
            Assert.Equal([1], (await sub.Msgs.ReadAsync(Soon)).Data!);
        }

        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            await nats.PublishAsync("ps.large", new byte[limit + 1]));
        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nPUB b 0")]
    public async Task A_subject_that_would_break_the_protocol_is_refused(string subject)
    {
        var nats = await server.ConnectAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () => await nats.PublishAsync(subject, "x"));
        await Assert.ThrowsAnyAsync<Exception>(async () => await nats.SubscribeCoreAsync<string>(subject));
        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_header_that_would_break_the_protocol_is_refused()
    {
        var nats = await server.ConnectAsync();

        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            await nats.PublishAsync("ps.h", "x", new NatsHeaders { ["A"] = "1\r\nB: 2" }));
        await Assert.ThrowsAnyAsync<NatsException>(async () =>
            await nats.PublishAsync("ps.h", "x", new NatsHeaders { ["A:"] = "1" }));
        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_permission_error_is_an_event_and_leaves_the_connection_open()
    {
        await using var strict = await NatsServer.StartAsync(
            "authorization { default_permissions { publish: \"ok.>\" }, users [ { user: u, password: p } ] }");
        await using var nats = new NatsConnection(NatsOpts.Default with
        {
            Url = strict.Url,
            AuthOpts = NatsAuthOpts.Default with { Username = "u", Password = "p" },
        });
        var error = new TaskCompletionSource<string>();
        nats.ServerError += (_, e) =>
        {
            error.TrySetResult(e.Error);
            return default;
        };
        await nats.ConnectAsync();

        await nats.PublishAsync("forbidden", "x");

        Assert.Contains("Permissions Violation", await error.Task.WaitAsync(Soon), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
    }

    private sealed class NumberSerializer : INatsSerializer<int>
    {
        public INatsSerializer<int> CombineWith(INatsSerializer<int> next) => this;

        public void Serialize(IBufferWriter<byte> bufferWriter, int value) =>
            bufferWriter.Write(BitConverter.GetBytes(value));

        public int Deserialize(in ReadOnlySequence<byte> buffer) => BitConverter.ToInt32(buffer.ToArray());
    }
}
