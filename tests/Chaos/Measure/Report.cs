using System.Globalization;
using System.Text.Json;

namespace IrcNats.Chaos.Measure;

/// <summary>The result of a run: for people, and as one line of JSON.</summary>
sealed record Report
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public required string Victim { get; init; }
    public required int Seed { get; init; }
    public required int Clients { get; init; }
    public required int Leaves { get; init; }
    public required int NatsNodes { get; init; }
    /// <summary>Lines per second that the run was asked for.</summary>
    public required int Rate { get; init; }
    public required double Seconds { get; init; }
    public required int Kills { get; init; }

    internal required IReadOnlyList<TimeSpan> Stalls { get; init; }

    /// <summary>Stalls of the bare stream, for those strikes at which there was one.</summary>
    internal required IReadOnlyList<TimeSpan> BareStalls { get; init; }

    public int StallP50Ms => Percentile(Stalls, 0.50);
    public int StallP99Ms => Percentile(Stalls, 0.99);
    public int StallMaxMs => Percentile(Stalls, 1);
    public int BareP50Ms => Percentile(BareStalls, 0.50);
    public int BareMaxMs => Percentile(BareStalls, 1);
    /// <summary>How much longer users felt a strike than a bare stream did.</summary>
    public int BeyondBareP50Ms => Percentile(BeyondBare, 0.50);
    public int BeyondBareMaxMs => Percentile(BeyondBare, 1);
    public required long Sent { get; init; }
    public required long Echoed { get; init; }
    /// <summary>Lines delivered to others than the speaker.</summary>
    public required long Delivered { get; init; }
    public required int Refused { get; init; }
    /// <summary>Lines that could not even be sent, because no connection took them.</summary>
    public required long HeldBack { get; init; }
    public required int Unanswered { get; init; }
    public required int Lost { get; init; }
    public required int Doubled { get; init; }
    public required int OutOfOrder { get; init; }
    public required int Mislabelled { get; init; }
    public required int Dropped { get; init; }
    /// <summary>Pages of histories that were shown, and those that are not as they should be.</summary>
    public required int Pages { get; init; }
    public required int WrongPages { get; init; }
    /// <summary>Questions for a page that were answered with FAIL.</summary>
    public required int RefusedPages { get; init; }
    /// <summary>Messages that readers had deleted.</summary>
    public required int Redacted { get; init; }
    /// <summary>Processes that ended without being killed. A root that was paused is meant to end.</summary>
    public required int OwnEnds { get; init; }
    /// <summary>The machine's 5-minute load average at the end.</summary>
    public double Load { get; } = ReadLoad();
    /// <summary>The run came to its end and every line arrived.</summary>
    public required bool Completed { get; init; }

    private List<TimeSpan> BeyondBare => [.. Stalls.Zip(BareStalls, (ours, bare) => ours - bare)];

    public string Json() => JsonSerializer.Serialize(this, s_json);

    private string Place => NatsNodes == 0 ? "one process" : $"{Leaves} leaves, {NatsNodes} nats-server, 2 roots";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"""
        victim {Victim}, {Kills} strikes in {Seconds:0} s, seed {Seed}
          network    {Clients} clients on {Place}, {Rate} lines/s
          stall      p50 {StallP50Ms} ms, p99 {StallP99Ms} ms, longest {StallMaxMs} ms
          bare       p50 {BareP50Ms} ms, longest {BareMaxMs} ms
          beyond it  p50 {BeyondBareP50Ms} ms, longest {BeyondBareMaxMs} ms
          lines      {Sent} said, {Echoed} acknowledged, {Delivered} delivered, {Refused} refused, {HeldBack} held back
          lost       {Lost}, unanswered {Unanswered}
          doubled    {Doubled}
          disorder   {OutOfOrder} out of order, {Mislabelled} without their label
          histories  {Pages} pages, {WrongPages} wrong, {RefusedPages} refused; {Redacted} messages deleted
          sockets    {Dropped} dropped
          processes  {OwnEnds} ended of themselves; machine load {Load:0.0} on {Environment.ProcessorCount} cores
        """);

    // The nearest rank: a value that was really measured.
    private static int Percentile(IReadOnlyList<TimeSpan> times, double part)
    {
        if (times.Count == 0) return 0;
        TimeSpan[] sorted = [.. times.Order()];
        int rank = (int)Math.Ceiling(part * sorted.Length);
        return (int)Math.Round(sorted[Math.Max(rank, 1) - 1].TotalMilliseconds);
    }

    private static double ReadLoad() => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[1], CultureInfo.InvariantCulture)
        : 0;
}
