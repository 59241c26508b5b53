namespace IrcNats.Benchmarks;

/// <summary>
/// Something whose cost is measured: what one run takes in CPU time of this process, and allocates on its thread,
/// divided by the operations it does. The cheapest of several runs counts: whatever else the machine does, and the
/// runtime beside us, only makes one dearer.
/// </summary>
/// <param name="Begin">Makes what is measured, untimed; the action it returns does the operations once.</param>
sealed record Part(string Name, int Operations, Func<Action> Begin, Func<string>? Note = null)
{
    // Until the runtime has compiled what is hot, and for at least so long.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(500), s_measured = s_warmUp;
    private const int LeastRuns = 3;

    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    public string Measure()
    {
        Action run = Begin();
        for (TimeSpan begun = Used; Used - begun < s_warmUp;) run();
        GC.Collect();
        TimeSpan least = TimeSpan.MaxValue;
        long bytes = 0;
        int runs = 0;
        for (TimeSpan begun = Used; runs < LeastRuns || Used - begun < s_measured; runs++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan at = Used;
            run();
            TimeSpan took = Used - at;
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (took < least) least = took;
        }

        string time = Show(least.TotalNanoseconds / Operations), size = $"{bytes / Operations:N0} B";
        return $"{Name,-58} {time,12} {size,14}  {Note?.Invoke()}".TrimEnd();
    }

    private static string Show(double nanoseconds) => nanoseconds switch
    {
        < 10_000 => $"{nanoseconds:N0} ns",
        < 10_000_000 => $"{nanoseconds / 1000:N0} µs",
        _ => $"{nanoseconds / 1_000_000:N0} ms",
    };
}
