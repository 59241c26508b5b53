using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>
/// Logs refused messages, but no more of them in a second than people can read; then only their number. For any thread.
/// </summary>
sealed class Refusals(ILogger log, TimeProvider time)
{
    private const int SaidPerSecond = 20;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _began = time.GetTimestamp();
    private int _said, _unsaid;

    public Refusals(ILogger log)
        : this(log, TimeProvider.System)
    {
    }

    /// <summary>A message on that subject was refused, and why.</summary>
    public void Add(string subject, string why)
    {
        int unsaid;
        lock (_gate)
        {
            bool isNewSecond = time.GetElapsedTime(_began) >= s_second;
            if (!isNewSecond && _said >= SaidPerSecond)
            {
                _unsaid++;
                return;
            }

            unsaid = isNewSecond ? _unsaid : 0;
            if (isNewSecond) (_began, _said, _unsaid) = (time.GetTimestamp(), 0, 0);
            _said++;
        }

        if (unsaid > 0) BusLog.RefusedMore(log, unsaid);
        BusLog.Refused(log, subject, why);
    }
}
