using System.Globalization;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Nats.Tests;

/// <summary>Streams as the network uses them: republish, chained publishing, direct reads.</summary>
public sealed class JetStreamTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int WrongLastSequence = 10071;

    [Fact]
    public async Task A_stream_has_the_configuration_it_was_created_with()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var config = new StreamConfig("CONFIG", ["cfg.>"])
        {
            Storage = StreamConfigStorage.Memory,
            Discard = StreamConfigDiscard.New,
            Retention = StreamConfigRetention.Interest,
            MaxAge = TimeSpan.FromHours(3),
            MaxBytes = 1_000_000,
            MaxMsgs = 77,
            NumReplicas = 1,
            DuplicateWindow = TimeSpan.FromSeconds(30),
            AllowDirect = true,
            DenyDelete = true,
            Republish = new Republish { Src = "cfg.>", Dest = "cfgout.>" },
        };

        await js.CreateStreamAsync(config);
        var got = (await js.GetStreamAsync("CONFIG")).Info.Config;

        Assert.Equal(["cfg.>"], got.Subjects!);
        Assert.Equal(StreamConfigStorage.Memory, got.Storage);
        Assert.Equal(StreamConfigDiscard.New, got.Discard);
        Assert.Equal(StreamConfigRetention.Interest, got.Retention);
        Assert.Equal(TimeSpan.FromHours(3), got.MaxAge);
        Assert.Equal((1_000_000, 77, 1), (got.MaxBytes, got.MaxMsgs, got.NumReplicas));
        Assert.Equal(TimeSpan.FromSeconds(30), got.DuplicateWindow);
        Assert.True(got.AllowDirect && got.DenyDelete);
        Assert.Equal(("cfg.>", "cfgout.>"), (got.Republish!.Src, got.Republish.Dest));
    }

    [Fact]
    public async Task Creating_again_updating_and_deleting()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var config = new StreamConfig("UPDATE", ["upd"]);
        await js.CreateStreamAsync(config);
        await js.CreateStreamAsync(config);

        var refused = await Assert.ThrowsAsync<NatsJSApiException>(async () =>
            await js.CreateStreamAsync(new StreamConfig("UPDATE", ["upd"]) { MaxMsgs = 5 }));
        Assert.Equal(10058, refused.Error.ErrCode);
        var updated = await js.CreateOrUpdateStreamAsync(new StreamConfig("UPDATE", ["upd"]) { MaxMsgs = 6 });
        Assert.Equal(6, updated.Info.Config.MaxMsgs);
        await updated.UpdateAsync(new StreamConfig("UPDATE", ["upd"]) { MaxMsgs = 7 });
        Assert.Equal(7, (await js.GetStreamAsync("UPDATE")).Info.Config.MaxMsgs);

        Assert.True(await js.DeleteStreamAsync("UPDATE"));
        var gone = await Assert.ThrowsAsync<NatsJSApiException>(async () => await js.GetStreamAsync("UPDATE"));
        Assert.Equal((404, 10059), (gone.Error.Code, gone.Error.ErrCode));
        var created = await js.CreateOrUpdateStreamAsync(config);
        Assert.Equal(0, created.Info.State.Messages);
    }

    [Fact]
    public async Task A_stored_message_is_republished_with_its_sequence()
    {
        var nats = await server.ConnectAsync();
        var js = new NatsJSContext(nats);
        await js.CreateStreamAsync(new StreamConfig("CAST", ["cast.in"])
        {
            Republish = new Republish { Src = "cast.in", Dest = "cast.out" },
        });
        await using var sub = await nats.SubscribeCoreAsync<string>("cast.out");

        for (var i = 1; i <= 3; i++)
            Assert.Equal((ulong)i, (await js.PublishAsync("cast.in", $"m{i}")).Seq);

        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        for (var i = 1; i <= 3; i++)
        {
            var msg = await sub.Msgs.ReadAsync(soon.Token);
            Assert.Equal($"m{i}", msg.Data);
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), msg.Headers!["Nats-Sequence"]);
            Assert.Equal("CAST", msg.Headers["Nats-Stream"]);
        }
    }

    [Fact]
    public async Task A_publish_after_the_wrong_sequence_is_refused_in_the_acknowledgement()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        await js.CreateStreamAsync(new StreamConfig("CHAIN", ["chain"]));

        var first = await js.PublishAsync("chain", "a", opts: new NatsJSPubOpts { ExpectedLastSequence = 0 });
        var second = await js.PublishAsync("chain", "b", opts: new NatsJSPubOpts { ExpectedLastSequence = 1 });
        var wrong = await js.PublishAsync("chain", "c", opts: new NatsJSPubOpts { ExpectedLastSequence = 1 });
        var fromNothing = await js.PublishAsync("chain", "d", opts: new NatsJSPubOpts { ExpectedLastSequence = 0 });

        first.EnsureSuccess();
        second.EnsureSuccess();
        Assert.Equal((1ul, 2ul), (first.Seq, second.Seq));
        Assert.Equal(WrongLastSequence, wrong.Error!.ErrCode);
        Assert.Equal(WrongLastSequence, fromNothing.Error!.ErrCode);
        Assert.Equal(WrongLastSequence, Assert.Throws<NatsJSApiException>(wrong.EnsureSuccess).Error.ErrCode);
        Assert.Equal(2ul, (await js.GetStreamAsync("CHAIN")).Info.State.LastSeq);
    }

    [Fact]
    public async Task A_publish_meant_for_another_stream_is_refused()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        await js.CreateStreamAsync(new StreamConfig("MINE", ["mine"]));

        var ack = await js.PublishAsync("mine", "x", opts: new NatsJSPubOpts { ExpectedStream = "OTHER" });

        Assert.Equal(10060, ack.Error!.ErrCode);
    }

    [Fact]
    public async Task The_same_message_id_is_stored_once()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        await js.CreateStreamAsync(new StreamConfig("ONCE", ["once"]));

        var first = await js.PublishAsync("once", "x", opts: new NatsJSPubOpts { MsgId = "m1" });
        var again = await js.PublishAsync("once", "x", opts: new NatsJSPubOpts { MsgId = "m1" });

        Assert.False(first.Duplicate);
        Assert.True(again.Duplicate);
        Assert.Equal(first.Seq, again.Seq);
        Assert.ThrowsAny<NatsJSException>(again.EnsureSuccess);
    }

    [Fact]
    public async Task A_publish_that_no_stream_takes_fails()
    {
        var js = new NatsJSContext(await server.ConnectAsync());

        await Assert.ThrowsAnyAsync<NatsException>(async () => await js.PublishAsync("no.stream.here", "x"));
        Assert.False((await js.TryPublishAsync("no.stream.here", "x")).Success);
    }

    [Fact]
    public async Task Messages_are_read_directly_by_sequence_and_by_subject()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var stream = await js.CreateStreamAsync(new StreamConfig("READ", ["read.*"]) { AllowDirect = true });
        for (var i = 1; i <= 6; i++)
            await js.PublishAsync($"read.{i % 2}", $"m{i}", headers: new NatsHeaders { ["N"] = $"{i}" });

        var third = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 3 });
        var last = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { LastBySubj = "read.1" });
        var next = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 3, NextBySubj = "read.0" });
        var missing = await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 99 });

        Assert.Equal(("m3", "read.1", "3", "3"), Parts(third));
        Assert.Equal(("m5", "read.1", "5", "5"), Parts(last));
        Assert.Equal(("m4", "read.0", "4", "4"), Parts(next));
        Assert.Equal(404, missing.Headers!.Code);
        Assert.True(string.IsNullOrEmpty(missing.Data));

        static (string?, string?, string?, string?) Parts(NatsMsg<string> msg) =>
            (msg.Data, msg.Headers!["Nats-Subject"], msg.Headers["Nats-Sequence"], msg.Headers["N"]);
    }

    [Fact]
    public async Task The_leader_answers_with_the_stored_message_or_an_error()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var stream = await js.CreateStreamAsync(new StreamConfig("LEADER", ["leader"]));
        await js.PublishAsync("leader", "text", headers: new NatsHeaders { ["K"] = "v" });

        var message = (await stream.GetAsync(new StreamMsgGetRequest { Seq = 1 })).Message;
        var missing = await Assert.ThrowsAsync<NatsJSApiException>(async () =>
            await stream.GetAsync(new StreamMsgGetRequest { Seq = 2 }));

        var text = Encoding.UTF8.GetString(message.Data.Span);
        var headers = Encoding.ASCII.GetString(Convert.FromBase64String(message.Hdrs!));
        Assert.Equal(("leader", 1ul, "text"), (message.Subject, message.Seq, text));
        Assert.Contains("K:", headers, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.UtcNow - message.Time < TimeSpan.FromMinutes(1));
        Assert.Equal(404, missing.Error.Code);
    }

    [Fact]
    public async Task Many_direct_reads_in_flight_each_get_their_own_message()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var stream = await js.CreateStreamAsync(new StreamConfig("PIPE", ["pipe"]) { AllowDirect = true });
        for (var i = 1; i <= 300; i++)
            await js.PublishAsync("pipe", $"m{i}");

        var all = await Task.WhenAll(Enumerable.Range(1, 300).Select(i =>
            stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = (ulong)i }).AsTask()));

        Assert.Equal(Enumerable.Range(1, 300).Select(i => $"m{i}"), all.Select(msg => msg.Data));
    }

    [Fact]
    public async Task Publishes_in_flight_keep_their_order_and_are_all_acknowledged()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        await js.CreateStreamAsync(new StreamConfig("FLIGHT", ["flight"]));
        var flying = new List<NatsJSPublishConcurrentFuture>();

        for (var i = 0ul; i < 500; i++)
        {
            flying.Add(await js.PublishConcurrentAsync(
                "flight", $"{i}", opts: new NatsJSPubOpts { ExpectedLastSequence = i }));
        }

        for (var i = 0; i < flying.Count; i++)
        {
            await using var future = flying[i];
            var ack = await future.GetResponseAsync();
            ack.EnsureSuccess();
            Assert.Equal((ulong)i + 1, ack.Seq);
        }
    }

    [Fact]
    public async Task Purging_removes_what_was_asked()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var stream = await js.CreateStreamAsync(new StreamConfig("PURGE", ["purge.*"]));
        for (var i = 0; i < 10; i++)
            await js.PublishAsync($"purge.{i % 2}", "x");

        var before = await stream.PurgeAsync(new StreamPurgeRequest { Seq = 4 });
        var filtered = await stream.PurgeAsync(new StreamPurgeRequest { Filter = "purge.0", Keep = 1 });
        await stream.RefreshAsync();
        var left = stream.Info.State;
        await js.PurgeStreamAsync("PURGE", new StreamPurgeRequest());
        await stream.RefreshAsync();

        Assert.True(before.Success);
        Assert.Equal((3, 2), ((int)before.Purged, (int)filtered.Purged));
        Assert.Equal((5L, 4ul, 10ul), (left.Messages, left.FirstSeq, left.LastSeq));
        Assert.Equal((0L, 10ul), (stream.Info.State.Messages, stream.Info.State.LastSeq));
    }

    [Fact]
    public async Task A_stream_tells_its_state_and_messages_per_subject()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        await js.CreateStreamAsync(new StreamConfig("STATE", ["state.*"]));
        await js.PublishAsync("state.a", "x");
        await js.PublishAsync("state.b", "x");
        await js.PublishAsync("state.b", "x");

        var info = (await js.GetStreamAsync("STATE", new StreamInfoRequest { SubjectsFilter = "state.>" })).Info;

        Assert.Equal((3L, 1ul, 3ul), (info.State.Messages, info.State.FirstSeq, info.State.LastSeq));
        Assert.Equal((1, 2), (info.State.Subjects!["state.a"], info.State.Subjects["state.b"]));
        Assert.True(DateTimeOffset.UtcNow - info.Created < TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Deleting_one_message_leaves_the_others()
    {
        var js = new NatsJSContext(await server.ConnectAsync());
        var stream = await js.CreateStreamAsync(new StreamConfig("DELETE", ["delete"]) { AllowDirect = true });
        await js.PublishAsync("delete", "1");
        await js.PublishAsync("delete", "2");

        Assert.True((await stream.DeleteMessageAsync(new StreamMsgDeleteRequest { Seq = 1 })).Success);

        Assert.Equal(404, (await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 1 })).Headers!.Code);
        Assert.Equal("2", (await stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = 2 })).Data);
    }
}
