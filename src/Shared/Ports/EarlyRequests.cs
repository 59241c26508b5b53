using IrcNats.Wire;

namespace IrcNats.Ports;

/// <summary>
/// Requests that reach a root between its election and its first decision. They are kept in order, and bounded; leaves
/// send again what is beyond. For any thread.
/// </summary>
sealed class EarlyRequests
{
    private const int MostKept = 16_384;

    private readonly Lock _gate = new();
    private List<(Request Request, string ReplyTo)>? _kept = [];

    /// <summary>From now on requests are kept; those kept before are forgotten.</summary>
    public void Begin()
    {
        lock (_gate) _kept = [];
    }

    /// <summary>False: requests are not kept any more, and this one is to be taken now.</summary>
    public bool Keeps(Request request, string replyTo)
    {
        lock (_gate)
        {
            if (_kept is null) return false;
            if (_kept.Count < MostKept) _kept.Add((request, replyTo));
            return true;
        }
    }

    /// <summary>Hands on what was kept; requests that come meanwhile wait for that.</summary>
    public void End(Action<Request, string> take)
    {
        lock (_gate)
        {
            foreach (var (request, replyTo) in _kept ?? []) take(request, replyTo);
            _kept = null;
        }
    }
}
