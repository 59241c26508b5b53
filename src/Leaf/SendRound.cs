namespace IrcNats.Leaf;

/// <summary>
/// The outboxes that one batch of the loop wrote to. A few are sent by the loop itself: nobody has to be woken up for
/// them. Many, as after a line to a channel of thousands, are shared out among the processors. Only the loop uses it.
/// </summary>
sealed class SendRound
{
    // Some 0.7 ms of the kernel's work (docs/performance.md).
    private const int Share = 64;

    private List<Outbox> _written = [];

    public void Add(Outbox outbox) => _written.Add(outbox);

    /// <summary>Lets out what was written. Another thread may still be at it when this returns.</summary>
    public void Send()
    {
        List<Outbox> written = _written;
        if (written.Count > Share) _written = [];
        for (int from = Share; from < written.Count; from += Share)
            ThreadPool.UnsafeQueueUserWorkItem(new Part(written, from), preferLocal: false);
        Send(written, 0);
        if (written == _written) written.Clear();
    }

    private static void Send(List<Outbox> written, int from)
    {
        for (int i = from; i < Math.Min(from + Share, written.Count); i++) written[i].Flush();
    }

    private sealed class Part(List<Outbox> written, int from) : IThreadPoolWorkItem
    {
        public void Execute() => Send(written, from);
    }
}
