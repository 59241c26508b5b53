using IrcNats.Wire;

namespace IrcNats.Adapters;

/// <summary>
/// Requests that reach a root between its election and its first decision: kept in order, and bounded; what is beyond
/// is sent again by its leaf. For any thread.
/// </summary>
sealed class EarlyRequests
{
    private const int MostKept = 16_384;

    private readonly Lock _gate = new();
    private List<(Request Request, string ReplyTo)>? _kept = [];

    /// <summary>From now on what comes is kept; what was kept before is forgotten.</summary>
    public void Begin()
    {
        lock (_gate) _kept = [];
    }

    /// <summary>False: nothing is kept any more, and the request is to be taken now.</summary>
    public bool Keeps(Request request, string replyTo)
    {
        lock (_gate)
        {
            if (_kept is null) return false;
            if (_kept.Count < MostKept) _kept.Add((request, replyTo));
            return true;
        }
    }

    /// <summary>Hands on what was kept; what comes meanwhile waits for that.</summary>
    public void End(Action<Request, string> take)
    {
        lock (_gate)
        {
            foreach (var (request, replyTo) in _kept ?? []) take(request, replyTo);
            _kept = null;
        }
    }
}
