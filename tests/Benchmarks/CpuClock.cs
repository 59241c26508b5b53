using Perfolizer.Horology;

namespace IrcNats.Benchmarks;

/// <summary>CPU time of this process: whatever else the machine does does not count.</summary>
sealed class CpuClock : IClock
{
    public string Title => "CPU time";

    public bool IsAvailable => true;

    public Frequency Frequency => new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
