using System.Diagnostics.Metrics;
using IrcNats.Root.Archiving;
using IrcNats.Root.Core;

namespace IrcNats.Root.Metrics;

/// <summary>What a root counts, as instruments of the meter "IrcNats.Root".</summary>
sealed class RootMetrics : IDisposable
{
    private readonly Meter _meter = new("IrcNats.Root", Software.Number);

    public RootMetrics(RootCounts counts, Func<RootState> state, TimeProvider time)
    {
        OfArchive(counts.Archive, time);
        _meter.CreateObservableCounter(
            "ircnats.root.requests", () => counts.Read().Requests, "{request}", "requests of leaves taken");
        _meter.CreateObservableCounter(
            "ircnats.root.faults", () => counts.Read().Errors, "{request}", "requests whose handler threw");
        _meter.CreateObservableGauge(
            "ircnats.root.active", () => state().IsActive ? 1 : 0, "{root}", "1: it writes; 0: it stands by");
        _meter.CreateObservableGauge(
            "ircnats.root.epoch", () => (long)state().Epoch, "{election}", "epoch of the root that was elected last");
        _meter.CreateObservableGauge(
            "ircnats.root.log.bytes", () => counts.LogBytes, "By", "length of the log, as the active root saw it last");
        _meter.CreateObservableGauge(
            "ircnats.root.seq", () => (long)state().Seq, "{entry}", "the newest entry of the log it has");
    }

    private void OfArchive(ArchiveCounts archive, TimeProvider time)
    {
        _meter.CreateObservableCounter(
            "ircnats.root.archive.messages", () => archive.Messages, "{message}", "messages archived");
        _meter.CreateObservableCounter(
            "ircnats.root.archive.batches", () => archive.Batches, "{batch}", "batches in which they were");
        _meter.CreateObservableCounter(
            "ircnats.root.archive.deleted", () => archive.Deleted, "{message}", "messages deleted from the archive");
        _meter.CreateObservableGauge(
            "ircnats.root.archive.waiting", () => archive.Waiting, "{message}",
            "messages read from the log and not archived yet");
        _meter.CreateObservableGauge(
            "ircnats.root.archive.behind", () => archive.Behind(time), "s", "age of the oldest of these");
        _meter.CreateObservableGauge(
            "ircnats.root.archive.silent", () => archive.Silence(time), "s",
            "for how long the archive has taken nothing");
    }

    public void Dispose() => _meter.Dispose();
}
