using System.Diagnostics;

namespace IrcNats.Benchmarks;

/// <summary>
/// Something whose cost is measured: what one run takes in time, and allocates on its thread, divided by the
/// operations it does. The quickest of several runs counts: whatever else the machine does only makes one slower.
/// </summary>
/// <param name="Begin">Makes what is measured, untimed; the action it returns does the operations once.</param>
sealed record Part(string Name, int Operations, Func<Action> Begin, Func<string>? Note = null)
{
    // Until the runtime has compiled what is hot, and for at least so long.
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(700), s_measured = TimeSpan.FromSeconds(1);
    private const int LeastRuns = 3;

    public string Measure()
    {
        Action run = Begin();
        for (long begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < s_warmUp;) run();
        GC.Collect();
        TimeSpan least = TimeSpan.MaxValue;
        long bytes = 0;
        int runs = 0;
        for (long begun = Stopwatch.GetTimestamp(); runs < LeastRuns || Stopwatch.GetElapsedTime(begun) < s_measured;)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread(), at = Stopwatch.GetTimestamp();
            run();
            TimeSpan took = Stopwatch.GetElapsedTime(at);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (took < least) least = took;
            runs++;
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
