using System.Diagnostics;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// A clock of a process's own, that a test sets while it runs: libfaketime (Debian's package faketime) tells it another
/// time, and leaves the monotonic clock alone. https://github.com/wolfcw/libfaketime
/// </summary>
sealed class FakeClock(string file)
{
    /// <summary>Null: it is not on this machine.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true,
        }).FirstOrDefault()
        : null;

    /// <summary>The process will have this clock, which is right at first.</summary>
    public void GiveTo(ProcessStartInfo process)
    {
        if (!File.Exists(file)) Set(TimeSpan.Zero);
        process.Environment["LD_PRELOAD"] = Library;
        process.Environment["FAKETIME_TIMESTAMP_FILE"] = file;
        process.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        process.Environment["FAKETIME_NO_CACHE"] = "1";
    }

    /// <summary>Somebody sets it: it is wrong by that much from now on.</summary>
    public void Set(TimeSpan error)
    {
        string written = file + ".new";
        File.WriteAllText(written, $"{(error < TimeSpan.Zero ? '-' : '+')}{Math.Abs((long)error.TotalSeconds)}\n");
        File.Move(written, file, overwrite: true);
    }
}

/// <summary>A test that sets clocks; skipped where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ClockFactAttribute : FactAttribute
{
    public ClockFactAttribute()
    {
        if (FakeClock.Library is null) Skip = "needs libfaketime: apt-get install faketime";
    }
}
