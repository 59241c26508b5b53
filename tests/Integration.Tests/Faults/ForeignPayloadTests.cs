using IrcNats.Integration.Tests.Cluster;
using IrcNats.Wire;
using NATS.Client.Core;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Whatever is published on our subjects that is not ours is refused, logged, and changes nothing. What only a holder
/// of a root's credential could forge is kept away by NATS' permissions (nats/accounts.conf), not here.
/// </summary>
public sealed class ForeignPayloadTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    private const string Channel = "#dev";

    private readonly RealCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("irc.cmd.x.JOIN")]
    [InlineData("irc.cmd.leaf-1.PRIVMSG")]
    [InlineData("irc.cast")]
    [InlineData("irc.beat")]
    [InlineData("irc.reply.leaf-1.1.1")]
    [InlineData("irc.reply.leaf-2.nonsense")]
    [InlineData("irc.ctl.root-1")]
    [InlineData("irc.ctl.leaf-1")]
    [InlineData("irc.snap.0.0", false)]
    [InlineData("irc.ack.root-1.0.1.1", false)]
    [InlineData("$SRV.PING", false)]
    [InlineData("$SRV.STATS.ircnats-leaf", false)]
    public async Task Garbage_is_refused_and_changes_nothing(string subject, bool isLogged = true)
    {
        int before = Refusals(subject);
        await NobodyNoticesAsync(() => PublishAsync(subject, Foreign.Garbage));
        Assert.Equal(isLogged, Refusals(subject) > before);
    }

    [Theory]
    [InlineData("irc.cmd.x.JOIN", null)]
    [InlineData("irc.cmd.leaf-1.PRIVMSG", typeof(Request))]
    [InlineData("irc.cast", null)]
    [InlineData("irc.beat", typeof(Beat))]
    [InlineData("irc.reply.leaf-1.1.1", typeof(Reply))]
    public async Task What_belongs_elsewhere_is_refused_by_its_name(string subject, Type? belongs)
    {
        int before = Refusals(subject);
        await NobodyNoticesAsync(() => PublishAsync(subject, Foreign.OfEveryKind));
        Assert.True(Refusals(subject) - before >= Foreign.OfEveryKind.Count - (belongs is null ? 0 : 1));
    }

    [Fact]
    public async Task A_request_in_the_name_of_another_leaf_is_refused()
    {
        Request forged = new(Payload.FormatVersion, "leaf-2", ulong.MaxValue, 1, 1, new LeafUp());
        await NobodyNoticesAsync(() => PublishAsync("irc.cmd.leaf-1.LEAF-UP", [Codec.Encode(forged)]));
        Assert.True(_cluster.Root.Count("it names the leaf 'leaf-2'") > 0);
    }

    [Fact]
    public async Task A_message_of_a_session_that_nobody_has_is_refused()
    {
        Request forged = new(1, "x", 1, 1, 1, new ClientLine(1, null, $"PRIVMSG {Channel} :boo"));
        await NobodyNoticesAsync(() => PublishAsync("irc.cmd.x.PRIVMSG", [Codec.Encode(forged)]));
    }

    [Fact]
    public async Task Nobody_waits_for_an_entry_that_the_log_does_not_have()
    {
        await using INatsSub<byte[]> questions =
            await _cluster.Bus.SubscribeCoreAsync<byte[]>($"$JS.API.STREAM.INFO.{_cluster.Subjects.LogStream}");
        Beat ahead = new(1, 1, "root-9", ulong.MaxValue - 1, 1);
        NatsHeaders future = new() { ["Nats-Sequence"] = "1000000" };
        await NobodyNoticesAsync(async () =>
        {
            await PublishAsync("irc.beat", [Codec.Encode(ahead)]);
            await _cluster.Bus.PublishAsync("irc.cast", Foreign.OfEveryKind[2], future);
        });
        await _cluster.Leaves[0].PrintedAsync("not waiting for it");
        await _cluster.Leaves[1].PrintedAsync("not waiting for it");

        // Whoever waited would ask ten times a second. The root asks for each SYNC of a leaf, which is one a second.
        int before = 0, after = 0;
        while (questions.Msgs.TryRead(out _)) before++;
        await Task.Delay(1000);
        while (questions.Msgs.TryRead(out _)) after++;
        Assert.True(before >= 2, $"{before} questions");
        Assert.InRange(after, 0, 6);
    }

    [Fact]
    public async Task An_acknowledgement_that_names_no_entry_is_passed_over()
    {
        string[] acks = await AckSubjectsAsync();
        await NobodyNoticesAsync(async () =>
        {
            foreach (string ack in acks)
                foreach (string name in (string[])["x", "x.y", "1", "1.2.3", "-1.99999999999999999999"])
                    await PublishAsync($"{ack}.{name}", [[], "{}"u8.ToArray()]);
        });
    }

    // Two clients on two leaves talk before, during and after it, and see nothing but each other.
    private async Task NobodyNoticesAsync(Func<Task> disturb)
    {
        await using IrcClient alice = await _cluster.JoinAsync(1, "alice");
        await using IrcClient bob = await _cluster.JoinAsync(2, "bob");
        foreach (IrcClient client in new[] { alice, bob })
        {
            await client.SendAsync($"JOIN {Channel}");
            await client.SettleAsync();
        }

        await alice.SettleAsync();
        alice.Inbox.Clear();
        bob.Inbox.Clear();
        string[] before = await View.OfAsync(bob, Channel);

        await alice.SendAsync($"PRIVMSG {Channel} :before");
        await disturb();
        await _cluster.Bus.PingAsync();
        for (int i = 1; i <= 3; i++)
        {
            await alice.SendAsync($"PRIVMSG {Channel} :after {i}");
            await bob.SendAsync($"PRIVMSG {Channel} :answer {i}");
            await bob.UntilAsync($"after {i}");
            await alice.UntilAsync($"answer {i}");
        }

        await alice.SettleAsync();
        await bob.SettleAsync();
        Assert.Equal(
            [.. from i in (int[])[1, 2, 3] select $":bob!bob@127.0.0.1 PRIVMSG {Channel} :answer {i}"], alice.Take());
        Assert.Equal(
            [
                $":alice!alice@127.0.0.1 PRIVMSG {Channel} :before",
                .. from i in (int[])[1, 2, 3] select $":alice!alice@127.0.0.1 PRIVMSG {Channel} :after {i}",
            ],
            bob.Take());
        Assert.Equal(before, await View.OfAsync(bob, Channel));
        await LeaveAsync(alice, bob);
    }

    // Each leaf has seen that the name is free, and takes the next session's requests after the end of this one.
    private static async Task LeaveAsync(params IrcClient[] clients)
    {
        foreach (IrcClient client in clients)
        {
            await client.SendAsync($"NICK {client.Nick}-left");
            await client.SettleAsync();
            await client.SendAsync("QUIT");
            await client.EndAsync();
        }
    }

    private async Task PublishAsync(string subject, IEnumerable<byte[]> payloads)
    {
        foreach (byte[] payload in payloads)
            await _cluster.Bus.PublishAsync(subject, payload, replyTo: "irc.reply.nobody.1.1");
    }

    private int Refusals(string subject) =>
        _cluster.Leaves.Append(_cluster.Root).Sum(n => n.Count($"refused a message on {subject}:"));

    // Where the root has its appends acknowledged, seen from its next one.
    private async Task<string[]> AckSubjectsAsync()
    {
        await using INatsSub<byte[]> appends = await _cluster.Bus.SubscribeCoreAsync<byte[]>(_cluster.Subjects.Log);
        await _cluster.Bus.PingAsync();
        await using IrcClient someone = await _cluster.JoinAsync(1, "someone");
        NatsMsg<byte[]> append = await appends.Msgs.ReadAsync();
        return [string.Join('.', append.ReplyTo!.Split('.')[..^2])];
    }
}
