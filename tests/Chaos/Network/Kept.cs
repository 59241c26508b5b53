using System.Diagnostics;
using System.Runtime.InteropServices;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.State;

namespace IrcNats.Chaos.Network;

/// <summary>
/// A process with a name that is started again whenever it ends, as a supervisor would do. Its output goes to a file,
/// with the time of the run before each line.
/// </summary>
sealed class Kept : IAsyncDisposable
{
    private const int SigKill = 9, SigUsr2 = 12, SigTerm = 15, SigCont = 18, SigStop = 19;

    /// <summary>Exit codes of a program that refuses its options or configuration, or is too old.</summary>
    private static readonly int[] s_hopeless = [2, State.BuildLevel.TooOldExit];

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Func<ProcessStartInfo> _command;
    private readonly string _readyText;
    private readonly RunClock _clock;
    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private readonly Task _keeping;
    private Process? _process;
    private string? _ready;
    private bool _over;

    /// <param name="readyText">A text in the line that it prints when it is ready.</param>
    public Kept(string name, string logs, RunClock clock, string readyText, Func<ProcessStartInfo> command)
    {
        (Name, _clock, _readyText, _command) = (name, clock, readyText, command);
        _log = new StreamWriter(Path.Combine(logs, name + ".log")) { AutoFlush = true };
        _keeping = KeepAsync();
    }

    public string Name { get; }

    /// <summary>How often the run killed it.</summary>
    public int Kills { get; private set; }

    /// <summary>How often it ended otherwise.</summary>
    public int Ends { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>For a nats-server: how many connections it has cut off because they did not read.</summary>
    public int CutOff { get; private set; }

    /// <summary>The last line that said that the running process is ready; null while it is not.</summary>
    public string? Ready
    {
        get { lock (_gate) return _ready; }
    }

    /// <summary>Completes when the present process is ready.</summary>
    /// <exception cref="TimeoutException">It is not ready in time.</exception>
    public async Task UntilReadyAsync(TimeSpan patience)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (Ready is null)
        {
            if (_keeping.IsFaulted) await _keeping;
            if (waited.Elapsed > patience)
                throw new TimeoutException($"{Name} is not ready after {patience.TotalSeconds} s; see its log");
            await Task.Delay(20);
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => End(SigKill);

    /// <summary>Asks it to end, as a supervisor does; it is started again as if it had been killed.</summary>
    public void Stop() => End(SigTerm);

    /// <summary>
    /// For a nats-server: what <c>nats-server --signal ldm</c> does. It sends its clients away and ends.
    /// </summary>
    public void StopLater() => End(SigUsr2);

    /// <summary>Completes when it stands still: on a busy machine its threads run on for a moment.</summary>
    public async Task PauseAsync()
    {
        IsPaused = true;
        lock (_gate) Signal(SigStop);
        for (int looks = 0; looks < 1000 && !StandsStill(); looks++) await Task.Delay(1);
    }

    public void Continue()
    {
        lock (_gate) Signal(SigCont);
        IsPaused = false;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _over = true;
            Signal(SigKill);
        }

        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _log.DisposeAsync();
    }

    private async Task KeepAsync()
    {
        while (true)
        {
            int kills = Kills;
            if (Launch() is not { } process) return;
            await process.WaitForExitAsync();
            int exitCode = process.ExitCode;
            Leash.Ended(process.Id);
            lock (_gate)
            {
                (_process, _ready) = (null, null);
                process.Dispose();
                if (_over) return;
                if (kills == Kills) Ends++;
            }

            Write($"=== ended with exit code {exitCode}");
            if (s_hopeless.Contains(exitCode))
                throw new InvalidOperationException($"{Name} will not start; see its log");
            await Task.Delay(s_pause);
        }
    }

    private Process? Launch()
    {
        lock (_gate)
        {
            if (_over) return null;
            ProcessStartInfo start = _command();
            (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
            Process process = Process.Start(start)!;
            Leash.Begun(process);
            _process = process;
            process.OutputDataReceived += (_, line) => Printed(line.Data);
            process.ErrorDataReceived += (_, line) => Printed(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Write($"=== started as pid {process.Id}");
            return process;
        }
    }

    private void Printed(string? line)
    {
        if (line is null) return;
        Write(line);
        if (line.Contains("Slow Consumer", StringComparison.Ordinal)) CutOff++;
        if (!line.Contains(_readyText, StringComparison.Ordinal)) return;
        lock (_gate) _ready = line;
    }

    private void Write(string line)
    {
        lock (_log) _log.WriteLine($"{_clock.Now.TotalSeconds,9:0.000} {line}");
    }

    // State T stands behind the name in brackets: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    private bool StandsStill()
    {
        lock (_gate)
            return _process is not { } process
                || File.ReadAllText($"/proc/{process.Id}/stat").Contains(") T ", StringComparison.Ordinal);
    }

    private void End(int signal)
    {
        lock (_gate)
        {
            Kills++;
            _ready = null;
            Signal(signal);
        }
    }

    private void Signal(int signal)
    {
        if (_process is { } process) _ = SendSignal(process.Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
