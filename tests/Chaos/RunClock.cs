using System.Diagnostics;

namespace IrcNats.Chaos;

/// <summary>Time since the run began.</summary>
sealed class RunClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);
}
