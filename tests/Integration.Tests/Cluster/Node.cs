using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// One process of a cluster, by its name: started, killed, stopped for a while and started again. What it prints is
/// kept, and written to a file beside the tests for whoever wonders why one failed.
/// </summary>
sealed class Node(string name, string folder, Func<ProcessStartInfo> command, string readyText) : IAsyncDisposable
{
    private const int SigHup = 1, SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    private readonly string _log = Path.Combine(folder, name + ".log");
    private readonly List<string> _lines = [];
    private TaskCompletionSource _printed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public string Name => name;

    /// <summary>Of the process that runs.</summary>
    public int Pid => _process!.Id;

    /// <summary>It ended of itself.</summary>
    public bool HasFailed => _process is { HasExited: true };

    /// <summary>It was killed or stopped, or never started.</summary>
    public bool IsAway => _process is null;

    /// <summary>Everything printed since the first start.</summary>
    public IReadOnlyList<string> Lines
    {
        get { lock (_lines) return [.. _lines]; }
    }

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        int before = Lines.Count;
        Launch();
        await PrintedAsync(readyText, before);
    }

    /// <summary>Starts the process and waits for nothing.</summary>
    public void Launch()
    {
        if (_process is { } before) Forget(before);
        ProcessStartInfo start = command();
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        Process process = _process = Process.Start(start)!;
        Leash.Begun(process);
        process.OutputDataReceived += (_, line) => Printed(line.Data);
        process.ErrorDataReceived += (_, line) => Printed(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Waits for a line that holds the text; completes at once when it was printed already.</summary>
    /// <param name="after">Lines printed before that do not count.</param>
    /// <returns>How many lines had been printed then.</returns>
    public async Task<int> PrintedAsync(string text, int after = 0)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            Task next;
            lock (_lines)
            {
                int at = _lines.FindIndex(after, l => l.Contains(text, StringComparison.Ordinal));
                if (at >= 0) return at + 1;
                next = _printed.Task;
            }

            if (waited.Elapsed > s_patience || _process is null or { HasExited: true })
                throw new InvalidOperationException(
                    $"{name} never said '{text}':\n{string.Join('\n', Lines.TakeLast(30))}");
            await Task.WhenAny(next, Task.Delay(100));
        }
    }

    public int Count(string text) => Lines.Count(l => l.Contains(text, StringComparison.Ordinal));

    /// <summary>kill -9.</summary>
    public Task KillAsync() => EndAsync(SigKill);

    /// <summary>Asks it to end, and waits until it has.</summary>
    public Task StopAsync() => EndAsync(SigTerm);

    /// <summary>Stands still from here on, as a process on a machine that hangs.</summary>
    public void Pause() => Signal(SigStop);

    public void Continue() => Signal(SigCont);

    /// <summary>Has it read its files again.</summary>
    public void HangUp() => Signal(SigHup);

    /// <summary>Waits until it has ended of itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        Process process = _process ?? throw new InvalidOperationException($"{name} does not run");
        await process.WaitForExitAsync().WaitAsync(s_patience);
        int exitCode = process.ExitCode;
        Forget(process);
        return exitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        lock (_lines) File.WriteAllLines(_log, _lines);
    }

    private async Task EndAsync(int signal)
    {
        if (_process is not { } process) return;
        if (!process.HasExited) Signal(signal);
        await process.WaitForExitAsync().WaitAsync(s_patience);
        Forget(process);
    }

    // A number that is free again may be anyone's.
    private void Forget(Process process)
    {
        Leash.Ended(process.Id);
        process.Dispose();
        _process = null;
    }

    private void Signal(int signal)
    {
        if (Kill(_process!.Id, signal) != 0)
            throw new InvalidOperationException($"{name}: signal {signal} was refused");
    }

    private void Printed(string? line)
    {
        if (line is null) return;
        TaskCompletionSource printed;
        lock (_lines)
        {
            _lines.Add(line);
            (printed, _printed) = (_printed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        printed.SetResult();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
