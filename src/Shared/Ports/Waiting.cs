using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>Says every few seconds what a process still waits for, so that none hangs without a word.</summary>
public static class Waiting
{
    private static readonly TimeSpan s_often = TimeSpan.FromSeconds(5);

    public static async Task SaidAsync(this Task task, string what, ILogger log, TimeProvider time)
    {
        long began = time.GetTimestamp();
        while (await Task.WhenAny(task, Task.Delay(s_often, time)) != task)
            BusLog.StillWaiting(log, what, (int)time.GetElapsedTime(began).TotalSeconds);
        await task;
    }

    public static async Task<T> SaidAsync<T>(this Task<T> task, string what, ILogger log, TimeProvider time)
    {
        await SaidAsync((Task)task, what, log, time);
        return await task;
    }
}
