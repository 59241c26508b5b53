using System.Diagnostics.Metrics;
using IrcNats.Root.Core;

namespace IrcNats.Root.Metrics;

/// <summary>What a root counts, as instruments of the meter "IrcNats.Root".</summary>
sealed class RootMetrics : IDisposable
{
    private readonly Meter _meter = new("IrcNats.Root", Software.Number);

    public RootMetrics(RootCounts counts, Func<RootState> state)
    {
        _meter.CreateObservableCounter(
            "ircnats.root.requests", () => counts.Read().Requests, "{request}", "requests of leaves taken");
        _meter.CreateObservableCounter(
            "ircnats.root.faults", () => counts.Read().Errors, "{request}", "requests whose handler threw");
        _meter.CreateObservableGauge(
            "ircnats.root.active", () => state().IsActive ? 1 : 0, "{root}", "1: it writes; 0: it stands by");
        _meter.CreateObservableGauge(
            "ircnats.root.epoch", () => (long)state().Epoch, "{election}", "epoch of the root that was elected last");
        _meter.CreateObservableGauge(
            "ircnats.root.seq", () => (long)state().Seq, "{entry}", "the newest entry of the log it has");
    }

    public void Dispose() => _meter.Dispose();
}
