using System.Diagnostics;
using System.Runtime.InteropServices;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Bench;

/// <summary>A process that this one has started, with as many files as the system allows.</summary>
sealed class Child : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(8);

    // The shell becomes the program, so the pid is the program's.
    private const string Script =
        """ulimit -n "$(ulimit -Hn)" && exec "$@" >"$0" 2>"$0.err" </dev/null""";

    private readonly Process _process;
    private readonly string _output;
    private readonly string _name;

    /// <param name="output">The file for what it writes; beside it, with .err, is what it complains of.</param>
    public Child(string name, IEnumerable<string> command, string output)
    {
        (_name, _output) = (name, output);
        _process = Process.Start(new ProcessStartInfo("bash", ["-c", Script, output, .. command]))!;
        Leash.Begun(_process);
    }

    public int Pid => _process.Id;

    public string Output => File.Exists(_output) ? File.ReadAllText(_output) : "";

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="MeasureException">It took too long.</exception>
    public int WaitForEnd(TimeSpan most)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!_process.WaitForExit(100))
        {
            Stopping.ThrowIfAsked();
            if (watch.Elapsed > most) throw new MeasureException($"{_name} did not end within {most.TotalSeconds} s");
        }

        return _process.ExitCode;
    }

    /// <exception cref="MeasureException">It ended, or it took too long.</exception>
    public void WaitUntil(Func<bool> isReady, TimeSpan most)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!isReady())
        {
            Stopping.ThrowIfAsked();
            if (_process.HasExited) throw new MeasureException($"{_name} ended: {Complaint()}");
            if (watch.Elapsed > most) throw new MeasureException($"{_name} was not ready: {Complaint()}");
            Thread.Sleep(50);
        }
    }

    /// <summary>The last of what it wrote.</summary>
    public string Complaint()
    {
        string error = File.Exists(_output + ".err") ? File.ReadAllText(_output + ".err") : "";
        return string.Join(" | ", (Output + "\n" + error).Trim().Split('\n').TakeLast(5));
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _ = SendSignal(_process.Id, Terminate);
        if (!_process.WaitForExit(s_patience)) _process.Kill();
        _process.WaitForExit();
        Leash.Ended(_process.Id);
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);
}
