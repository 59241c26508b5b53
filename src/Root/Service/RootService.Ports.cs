using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// What the writer needs of the outside: the bus, the log of this process, and its mailbox.
public sealed partial class RootService : IRootPorts
{
    // Whatever a root does at a time takes milliseconds.
    private static readonly TimeSpan s_stuck = TimeSpan.FromSeconds(5);

    private int _confirming;
    private long _began;

    void IRootPorts.Append(ulong seq, Entry entry) => _bus.Append(seq, entry);

    void IRootPorts.Reply(string to, Reply reply) => _bus.Reply(to, reply);

    void IRootPorts.Faulted(Request request, Exception fault)
    {
        _counts.Faulted(fault.Message);
        RootLog.HandlerThrew(_log, request.Ask.Verb, request.Leaf, request.Number, fault);
    }

    void IRootPorts.Outdated(Request request, int level) =>
        RootLog.OutdatedLeaf(_log, request.Leaf, request.Version, level);

    void IRootPorts.GivenUp(Request request)
    {
        string line = request.Ask is ClientLine ask ? PasswordLine.Masked(ask.Line) : request.Ask.Verb;
        _counts.Faulted($"given up: {line}");
        RootLog.GivenUp(_log, request.Leaf, request.Number, line);
    }

    ulong IRootPorts.Stored => _bus.Committed;

    void IRootPorts.WhenStored(ulong seq) => _ = LookWhenStoredAsync(_writer, seq);

    long IRootPorts.Steady => _time.Steady;

    long IRootPorts.OwnedAt => _time.Steady - (long)_bus.SinceOwned.TotalMilliseconds;

    void IRootPorts.Confirm()
    {
        if (Interlocked.Exchange(ref _confirming, 1) == 0) _ = ConfirmAsync();
    }

    private async Task LookWhenStoredAsync(Writer? writer, ulong seq)
    {
        while (_writer == writer && _bus.Committed < seq) await Task.Delay(1, CancellationToken.None);
        await _mail.Writer.WriteAsync(new LookMail());
    }

    private async Task ConfirmAsync()
    {
        await _bus.ConfirmAsync();
        Volatile.Write(ref _confirming, 0);
        await _mail.Writer.WriteAsync(new LookMail());
    }

    // A handler that never comes back must not keep the network from having another root.
    private void EndIfStuck()
    {
        if (Volatile.Read(ref _began) is not (> 0 and var began)) return;
        TimeSpan busy = time.GetElapsedTime(began);
        if (busy < s_stuck) return;
        RootLog.Stuck(_log, busy.TotalSeconds);
        Die("the writer stands still", exitCode: 1);
    }
}
