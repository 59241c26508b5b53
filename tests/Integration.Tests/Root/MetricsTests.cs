using System.Diagnostics.Metrics;
using System.Net;
using IrcNats.Hosting;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Leaf;
using IrcNats.Root.Core;
using IrcNats.Root.Metrics;

namespace IrcNats.Integration.Tests.Root;

/// <summary>What processes count, as Prometheus reads it.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Counters_add_up_and_gauges_are_asked()
    {
        using Meter meter = new("Test.Counted"), other = new("Other");
        Counter<long> lines = meter.CreateCounter<long>("ircnats.test.lines", "{line}", "lines from clients");
        int sessions = 3;
        meter.CreateObservableGauge("ircnats.test.sessions", () => sessions, "{session}", "clients here");
        other.CreateCounter<long>("not.ours").Add(1);
        using MetricsPage page = new("Test.");
        lines.Add(2);
        lines.Add(5);
        sessions = 4;
        meter.CreateObservableCounter("ircnats.test.dropped", () => 9L, "{message}", "made later");
        const string Expected = """
            # HELP ircnats_test_dropped_total made later
            # TYPE ircnats_test_dropped_total counter
            ircnats_test_dropped_total 9
            # HELP ircnats_test_lines_total lines from clients
            # TYPE ircnats_test_lines_total counter
            ircnats_test_lines_total 7
            # HELP ircnats_test_sessions clients here
            # TYPE ircnats_test_sessions gauge
            ircnats_test_sessions 4

            """;
        Assert.Equal(Expected, page.ToString());
        sessions = 0;
        Assert.EndsWith("\nircnats_test_sessions 0\n", page.ToString());
    }

    [Fact]
    public async Task A_process_shows_its_page_and_nothing_else()
    {
        string at = $"127.0.0.1:{RealCluster.FreePort()}";
        using MetricsDoor door = Open(at)!;
        using RootMetrics metrics = new(new RootCounts(), () => new RootState(true, 7, 1234, 2), TimeProvider.System);
        using HttpClient prometheus = new();
        using HttpResponseMessage page = await prometheus.GetAsync(new Uri($"http://{at}/metrics"));
        string text = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.Contains("\nircnats_root_requests_total 0\n", text);
        Assert.Contains("\n# TYPE ircnats_root_epoch gauge\n", text);
        using HttpResponseMessage elsewhere = await prometheus.GetAsync(new Uri($"http://{at}/"));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public void An_address_that_cannot_be_used_is_refused_by_name()
    {
        string at = $"127.0.0.1:{RealCluster.FreePort()}";
        using MetricsDoor door = Open(at)!;
        Assert.StartsWith($"--metrics {at}: ", Assert.Throws<OptionException>(() => Open(at)).Message);
        foreach (string wrong in new[] { "here", "127.0.0.1", "127.0.0.1:0", "localhost:9000", ":9000" })
            Assert.StartsWith($"--metrics {wrong}: ", Assert.Throws<OptionException>(() => Open(wrong)).Message);
        Assert.Null(MetricsDoor.Open(LeafOptions.Table.Read(["--name", "leaf-1"], _ => null)));
    }

    private static MetricsDoor? Open(string at) =>
        MetricsDoor.Open(LeafOptions.Table.Read(["--name", "leaf-1", "--metrics", at], _ => null));
}
