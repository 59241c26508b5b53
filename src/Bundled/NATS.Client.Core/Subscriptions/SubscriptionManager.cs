using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

/// <summary>The live subscriptions by their number, and the commands that tell a server of them.</summary>
internal sealed class SubscriptionManager(WriteQueue queue) : INatsSubscriptionManager
{
    private readonly ConcurrentDictionary<int, NatsSubBase> _subs = new();
    private int _lastSid;

    // Entered before the command is queued: a reconnect in between sends it from this table.
    public void Add(NatsSubBase sub)
    {
        sub.Sid = Interlocked.Increment(ref _lastSid);
        _subs[sub.Sid] = sub;
        queue.Control(Command(sub));

        // It may have ended before it was known here, by its token or a time limit.
        if (sub.IsEnded)
            _ = RemoveAsync(sub).AsTask();
    }

    public ValueTask RemoveAsync(NatsSubBase sub)
    {
        if (_subs.TryRemove(sub.Sid, out _))
            StopSending(sub);
        return default;
    }

    public void StopSending(NatsSubBase sub) => queue.Control($"UNSUB {sub.Sid}\r\n");

    public bool TryFind(int sid, [NotNullWhen(true)] out NatsSubBase? sub) => _subs.TryGetValue(sid, out sub);

    /// <summary>What a newly connected server has to be told.</summary>
    public string AllCommands()
    {
        var all = new StringBuilder();
        foreach (var sub in _subs.Values)
            all.Append(Command(sub));
        return all.ToString();
    }

    public async ValueTask EndAllAsync()
    {
        foreach (var sub in _subs.Values)
            await sub.UnsubscribeAsync().ConfigureAwait(false);
    }

    private static string Command(NatsSubBase sub)
    {
        var group = string.IsNullOrEmpty(sub.QueueGroup) ? "" : sub.QueueGroup + " ";
        var limit = sub.PendingMsgs is { } count ? $"UNSUB {sub.Sid} {count}\r\n" : "";
        return $"SUB {sub.Subject} {group}{sub.Sid}\r\n{limit}";
    }
}
