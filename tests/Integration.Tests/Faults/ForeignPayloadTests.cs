using IrcNats.Events;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.State;
using IrcNats.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Bytes on our subjects that are not ours are refused and logged, and change nothing. Only a holder of a root's
/// credential could forge more; NATS' permissions keep others away (nats/accounts.conf).
/// </summary>
public sealed class ForeignPayloadTests(WatchedCluster shared) : IClassFixture<WatchedCluster>
{
    private const string Channel = "#dev";

    private readonly RealCluster _cluster = shared.Cluster;

    public static TheoryData<string, bool> Forgeable()
    {
        TheoryData<string, bool> subjects = [];
        var all =
            from row in Listened.All from subject in row.Forgeable select (subject, row.IsLogged);
        foreach (var (subject, isLogged) in all.Distinct()) subjects.Add(subject, isLogged);
        return subjects;
    }

    [Fact]
    public async Task Every_subscription_is_in_the_list_of_what_is_forged_here_and_in_the_documentation()
    {
        IReadOnlyList<string> subscriptions = await shared.SubscriptionsAsync();
        Assert.All(subscriptions, s => Assert.Contains(Listened.All, row => row.Is(s)));
        // Nobody reads an archive here, and the stream listens to its snapshots; all others are ours.
        Assert.Equal(
            ["_INBOX.<id>.*.*", "irc.snap.>"],
            from row in Listened.All where !subscriptions.Any(row.Is) select row.Subject);
        string documented = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "docs", "architecture.md"));
        Assert.All(Listened.All, row => Assert.Contains($"| `{row.Subject}` |", documented, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forgeable))]
    public async Task Garbage_is_refused_and_changes_nothing(string subject, bool isLogged)
    {
        await ANewSecondAsync();
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
        await ANewSecondAsync();
        int before = Refusals(subject);
        await NobodyNoticesAsync(() => PublishAsync(subject, Foreign.OfEveryKind));
        Assert.True(Refusals(subject) - before >= Foreign.OfEveryKind.Count - (belongs is null ? 0 : 1));
    }

    [Fact]
    public async Task Envelopes_of_another_time_or_process_change_nothing()
    {
        ulong incarnation = await IncarnationAsync();
        await NobodyNoticesAsync(async () =>
        {
            await PublishAsync("irc.cmd.leaf-1.X", Requests(incarnation).Select(Codec.Encode));
            await PublishAsync("irc.reply.leaf-1.1.1", Replies(incarnation).Select(Codec.Encode));
            await PublishAsync("irc.beat", Beats().Select(Codec.Encode));
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broadcast_that_is_not_in_the_log_is_found_out(bool fits)
    {
        Event invented = fits ? new LeafLost("leaf-2", 1) : new ChannelParted("#nowhere", new UserId(4711), "who?");
        // One that fits is found out by comparing, or by looking whether the log went back, if a doubt came before.
        string found = fits ? "was made anew from the log" : "is made anew from the log";
        Node[] all = [.. _cluster.Leaves, _cluster.Standby];
        int[] before = [.. all.Select(n => n.Lines.Count)];
        await using IrcClient carol = await _cluster.JoinAsync(1, "carol");
        ulong seq = 0;
        while (seq == 0)
        {
            // Between this question and the broadcast nobody else may write.
            ulong last = await LastAsync(), epoch = await EpochAsync();
            Entry forged = new(Payload.FormatVersion, epoch, [new Outcome(1, null, [invented], [])]);
            NatsHeaders next = new() { ["Nats-Sequence"] = $"{last + 1}" };
            await _cluster.Bus.PublishAsync("irc.cast", Codec.Encode(forged), next);
            await _cluster.Bus.PingAsync();
            if (await LastAsync() == last) seq = last + 1;
        }

        await carol.SendAsync("AWAY :for a while");
        await carol.SettleAsync();
        foreach (var (index, node) in all.Index().Where(n => fits || n.Index < _cluster.Leaves.Count))
            await node.PrintedAsync(found, before[index]);
        await NobodyNoticesAsync(() => Task.CompletedTask);
        await carol.SendAsync("QUIT");
        await carol.EndAsync();
    }

    [Fact]
    public async Task After_everything_on_every_subject_all_digests_are_equal()
    {
        int before = Differing();
        await NobodyNoticesAsync(async () =>
        {
            foreach (string subject in Listened.All.SelectMany(row => row.Forgeable))
                await PublishAsync(subject, Foreign.Garbage.Where(g => g.Length < 1000));
        });
        await using INatsSub<byte[]> entries = await _cluster.Bus.SubscribeCoreAsync<byte[]>(_cluster.Subjects.Cast);
        await using IrcClient dora = await _cluster.JoinAsync(1, "dora");
        for (int marks = 0; marks < 2;)
        {
            await dora.SendAsync($"AWAY :{marks}");
            await dora.SettleAsync();
            while (entries.Msgs.TryRead(out NatsMsg<byte[]> entry))
                if (Codec.TryDecode(entry.Data, out Entry? read, out _)
                    && read.Outcomes.Any(o => o.Events.Any(e => e is DigestMarked))) marks++;
            await Task.Delay(50);
        }

        Assert.Equal(before, Differing());
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

        // A process that waited for it would ask ten times a second. The root asks once for each SYNC of a leaf, which
        // is one a second.
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

    // Versions, incarnations and numbers that no request of the leaf has.
    private static IEnumerable<Request> Requests(ulong incarnation)
    {
        ClientLine boo = new(1, null, $"PRIVMSG {Channel} :boo");
        foreach (int version in (int[])[-1, 0, 1, 99])
        {
            yield return new Request(version, "leaf-1", incarnation - 1, 1, 1, boo);
            yield return new Request(version, "leaf-1", incarnation + 1, 1, 1, boo);
            yield return new Request(version, "leaf-1", ulong.MaxValue, 1, 1, new Sync());
            yield return new Request(version, "leaf-1", incarnation, ulong.MaxValue, ulong.MaxValue, boo);
            yield return new Request(version, "leaf-1", incarnation, 1, ulong.MaxValue, boo);
            yield return new Request(version, "leaf-1", incarnation, 1, 1, boo) { Since = ulong.MaxValue };
            yield return new Request(version, "leaf-1", incarnation, 0, 0, boo) { Since = 1 };
        }
    }

    private static IEnumerable<Reply> Replies(ulong incarnation) =>
        from kind in Enum.GetValues<ReplyKind>()
        from process in (ulong[])[0, 1, incarnation - 1, incarnation + 1]
        from epoch in (ulong[])[0, 1, ulong.MaxValue]
        from after in (ulong[])[0, ulong.MaxValue]
        from number in (ulong[])[0, 1, ulong.MaxValue]
        select new Reply(1, process, number, epoch, kind, after, [":irc.test NOTICE * :boo"]);

    // Of roots that were replaced.
    private static IEnumerable<Beat> Beats() =>
        from epoch in (ulong[])[0, 1, 2]
        from seq in (ulong[])[0, 1]
        select new Beat(1, epoch, "root-9", seq, 1);

    private async Task<ulong> IncarnationAsync()
    {
        var leaf = (await ServiceQuery.AskAsync(_cluster.Bus, "$SRV.INFO.ircnats-leaf", 2))
            .Single(l => l.Metadata("node") == "leaf-1");
        return ulong.Parse(
            leaf.GetProperty("id").GetString()!.Split('-')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<ulong> EpochAsync() =>
        (await ServiceQuery.AskAsync(_cluster.Bus, "$SRV.INFO.ircnats-root", 2))[0].Number("epoch");

    private async Task<ulong> LastAsync() => (await new NatsJSContext(_cluster.Bus).GetStreamAsync(
        _cluster.Subjects.LogStream)).Info.State.LastSeq;

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

    private int Differing() =>
        _cluster.Leaves.Append(_cluster.Standby).Sum(n => n.Count("differs from the root's"));

    // In one second only some lines are logged of what is refused.
    private static Task ANewSecondAsync() => Task.Delay(1000);

    private int Refusals(string subject) =>
        _cluster.Leaves.Append(_cluster.Root).Append(_cluster.Standby)
            .Sum(n => n.Count($"refused a message on {subject}:"));

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
