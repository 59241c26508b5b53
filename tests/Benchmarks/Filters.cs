using System.Globalization;
using BenchmarkDotNet.Attributes;
using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Benchmarks;

/// <summary>
/// What 1,000 filters cost a message: 850 masks and 140 expressions with letters of their own, and 10 without.
/// </summary>
public class Filters
{
    private const string Ordinary =
            "I looked at the build of yesterday, and it seems that the second test is slow on machines with two cores",
        Near = "see http://www.pills7.example/offer, somebody said",
        Hit = "see http://www.pills77.example/offer now";

    private Network _net = null!, _none = null!;

    [GlobalSetup]
    public void Begin()
    {
        _none = SampleNetwork.With(10, 2);
        _net = SampleNetwork.With(10, 2);
        SampleNetwork.Apply(_net, new LevelRaised(BuildLevel.Current));
        for (int i = 0; i < 500; i++) Set(Text($"*http*pills{i}{i % 10}.example*"));
        for (int i = 0; i < 350; i++) Set(Text($"*buy cheap word{i} here*"));
        for (int i = 0; i < 140; i++) Set(Text($"/casino{i}(net)?\\.example/"));
        for (int i = 0; i < 10; i++) Set(Text($"/[{i}x]{{4}}[a-z]z/"));
        if (_net.Filters.Count != 1000) throw new InvalidOperationException($"{_net.Filters.Count} filters");
        if (_net.Filters.Find(FilterPlaces.Messages, Ordinary) is not null) throw new InvalidOperationException("hit");
        if (_net.Filters.Find(FilterPlaces.Messages, Hit) is null) throw new InvalidOperationException("no hit");
    }

    [Benchmark(Description = "a message, without filters")]
    public bool None() => _none.Filters.Find(FilterPlaces.Messages, Ordinary) is null;

    [Benchmark(Description = "an ordinary message of 100 letters, with 1,000 filters")]
    public bool Message() => _net.Filters.Find(FilterPlaces.Messages, Ordinary) is null;

    [Benchmark(Description = "a message with the letters of some of 1,000 filters")]
    public bool Nearly() => _net.Filters.Find(FilterPlaces.Messages, Near) is null;

    [Benchmark(Description = "a message that one of 1,000 filters hits")]
    public bool Hits() => _net.Filters.Find(FilterPlaces.Messages, Hit) is not null;

    private void Set(string pattern) => SampleNetwork.Apply(_net, new FilterSet(
        new Filter(pattern, FilterPlaces.Messages, FilterAction.Refuse, "spam", "root!r@irc", SampleNetwork.Now)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
