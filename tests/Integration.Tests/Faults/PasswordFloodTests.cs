using System.Diagnostics;
using System.Globalization;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Root.Passwords;
using Xunit.Abstractions;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Many connections give wrong passwords all the time, with verifiers that are as slow as real ones: whoever has
/// nothing to do with it, on the same leaf, must not notice; nor when there is no throttle, and passwords are hashed
/// all the time.
/// </summary>
[Trait("Run", "alone")]
public sealed class PasswordFloodTests(ITestOutputHelper output)
{
    private const int Connections = 12, Samples = 100;
    private const string Quick =
        "$pbkdf2-sha256$1000$MU0RQj46WKZuIn7SEfEmww==$psYFsD+XiLPW8PomHoXdr+tSs5vackFe5/hFLj3C5l0=";

    private static readonly TimeSpan s_halfSecond = TimeSpan.FromSeconds(0.5);

    // On a machine that other tests share.
    private static readonly TimeSpan s_allowance = TimeSpan.FromMilliseconds(40);

    // The harder of the two: nothing keeps the leaf from hashing all the time.
    [Fact]
    public Task Wrong_OPER_without_a_throttle_is_nobody_elses_trouble() => FloodOperAsync("0s");

    [Fact, Trait("Run", "long")]
    public Task Wrong_OPER_from_many_connections_is_nobody_elses_trouble() => FloodOperAsync("10s");

    private async Task FloodOperAsync(string throttle)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(ShapeWith($"  oper-throttle: {throttle}"));
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await CompareAsync(alice, async stop =>
        {
            IrcClient[] flood =
                await Task.WhenAll(Enumerable.Range(0, Connections).Select(i => cluster.JoinAsync(1, $"flood{i}")));
            for (int n = 0; !stop.IsCancellationRequested; n++)
            {
                foreach (var (i, client) in flood.Index()) await client.SendAsync($"OPER nobody wrong{i}-{n}");
                await Task.Delay(s_halfSecond);
            }

            foreach (IrcClient client in flood) await client.DisposeAsync();
        });

        // Nothing is left over: the next one with the right password does not wait for those who are gone, but for the
        // time that its address was told to wait.
        if (throttle != "0s") await Task.Delay(TimeSpan.FromSeconds(10));
        await alice.SendAsync("OPER root rootpassword");
        Stopwatch waited = Stopwatch.StartNew();
        await alice.UntilAsync(" 381 alice ");
        output.WriteLine($"OPER with the right password after the flood: {waited.ElapsedMilliseconds} ms");
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    // OPER and PASS are proved by the same door.
    [Fact, Trait("Run", "long")]
    public async Task Wrong_PASS_from_many_connections_is_nobody_elses_trouble()
    {
        string password = Verifier.Of("letmein").Text;
        await using RealCluster cluster =
            await RealCluster.StartAsync(ShapeWith($"  oper-throttle: 0s\n  password: \"{password}\""));
        await using IrcClient alice = await EnterAsync(cluster, "alice");
        await CompareAsync(alice, async stop =>
        {
            for (int n = 0; !stop.IsCancellationRequested; n++)
            {
                IrcClient[] flood = await Task.WhenAll(
                    Enumerable.Range(0, Connections).Select(_ => IrcClient.ConnectAsync(cluster.PortOf(1))));
                foreach (var (i, client) in flood.Index())
                    await client.SendAsync($"PASS wrong{i}-{n}", $"NICK flood{i}", "USER x 0 * :x");
                await Task.Delay(s_halfSecond);
                foreach (IrcClient client in flood) await client.DisposeAsync();
            }
        });
        Stopwatch waited = Stopwatch.StartNew();
        await using IrcClient bob = await EnterAsync(cluster, "bob");
        output.WriteLine($"registration with the right password after the flood: {waited.ElapsedMilliseconds} ms");
        Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static ClusterShape ShapeWith(string throttle) => new()
    {
        Leaves = 1, Standby = true,
        Replaced = new Dictionary<string, string>
        {
            ["  oper-throttle: 0s"] = throttle, [Quick] = Verifier.Of("rootpassword").Text,
        },
    };

    private static async Task<IrcClient> EnterAsync(RealCluster cluster, string nick)
    {
        IrcClient client = await IrcClient.ConnectAsync(cluster.PortOf(1));
        await client.SendAsync("PASS letmein", $"NICK {nick}", "USER x 0 * :x");
        await client.UntilAsync($" 001 {nick} ");
        return client;
    }

    // Once more if it was not so: something else on this machine may have been the reason.
    private async Task CompareAsync(IrcClient alice, Func<CancellationToken, Task> flood)
    {
        await EchoesAsync(alice);
        if (await IsAsQuickAsync(alice, flood) || await IsAsQuickAsync(alice, flood)) return;
        Assert.Fail("an uninvolved user's line took more than twice as long as without the flood");
    }

    private async Task<bool> IsAsQuickAsync(IrcClient alice, Func<CancellationToken, Task> flood)
    {
        TimeSpan[] quiet = await EchoesAsync(alice);
        using CancellationTokenSource over = new();
        Task flooding = flood(over.Token);
        await Task.Delay(TimeSpan.FromSeconds(2));
        TimeSpan[] flooded = await EchoesAsync(alice);
        await over.CancelAsync();
        await flooding;
        output.WriteLine($"echo quiet: {Shown(quiet)}; in the flood: {Shown(flooded)}");
        return flooded[Samples / 2] < 2 * quiet[Samples / 2] + s_allowance
            && flooded[^2] < 2 * quiet[^2] + 2 * s_allowance;
    }

    private static string Shown(TimeSpan[] sorted) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {sorted[Samples / 2].TotalMilliseconds:0.0} ms, p99 {sorted[^2].TotalMilliseconds:0.0} ms");

    // A message to oneself, by way of the root and the log.
    private static async Task<TimeSpan[]> EchoesAsync(IrcClient alice)
    {
        List<TimeSpan> took = [];
        for (int i = 0; i < Samples; i++)
        {
            Stopwatch one = Stopwatch.StartNew();
            await alice.SendAsync($"PRIVMSG alice :{i}");
            await alice.UntilAsync($"PRIVMSG alice :{i}");
            took.Add(one.Elapsed);
            alice.Inbox.Clear();
            await Task.Delay(20);
        }

        return [.. took.Order()];
    }
}
