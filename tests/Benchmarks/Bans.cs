using System.Globalization;
using BenchmarkDotNet.Attributes;
using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Benchmarks;

/// <summary>
/// What 10,000 bans of the network cost: a connection (its address), a registration (everything), and an operator's
/// look at 20,000 users.
/// </summary>
public class Bans
{
    private const int Users = 20_000;

    private readonly BanSubject _newcomer = new(
        "newcomer", "~u", ["dsl-203-0-113-77.pool.isp.example", "abcdefghijklm.irc"], "203.0.113.77");
    private Network _net = null!;

    [GlobalSetup]
    public void Begin()
    {
        _net = SampleNetwork.With(Users, 100);
        SampleNetwork.Apply(_net, new LevelRaised(BuildLevel.Current));
        for (int i = 0; i < 6000; i++)
            Set(BanKind.Address, Text($"10.{i / 250}.{i % 250}.7"));
        for (int i = 0; i < 1000; i++) Set(BanKind.Address, Text($"172.{16 + i / 250}.{i % 250}.0/24"));
        for (int i = 0; i < 500; i++) Set(BanKind.Address, Text($"2001:db8:{i:x}::/48"));
        for (int i = 0; i < 1000; i++) Set(BanKind.Mask, Text($"*!*@*.pool{i}.isp.example"));
        for (int i = 0; i < 600; i++) Set(BanKind.Mask, Text($"*!*@198.51.{i % 250}.{i / 250}*"));
        for (int i = 0; i < 500; i++) Set(BanKind.Mask, Text($"spammer{i}!*@*"));
        // None of these can be looked up by a part of it.
        for (int i = 0; i < 400; i++) Set(BanKind.Mask, Text($"*bot{i}*!*@*"));
        if (_net.Bans.Count != 10_000) throw new InvalidOperationException($"{_net.Bans.Count} bans");
    }

    [Benchmark(Description = "a connection's address, with 10,000 bans")]
    public bool Connect() => _net.Bans.FindAddress(_newcomer.Address) is null;

    [Benchmark(Description = "a registration, with 10,000 bans, 400 of them patterns without a fixed part")]
    public bool Register() => _net.Bans.Find(_newcomer, _net.Config.Casemapping) is null;

    [Benchmark(Description = "whom of 20,000 users a mask hits")]
    public int Hits() => Rules.BanRules.Hits(_net, new NetworkBan(BanKind.Mask, "*!*@*.nowhere", "", "", 0)).Count();

    private void Set(BanKind kind, string target) =>
        SampleNetwork.Apply(_net, new BanSet(new NetworkBan(kind, target, "spam", "root!r@irc", SampleNetwork.Now)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
