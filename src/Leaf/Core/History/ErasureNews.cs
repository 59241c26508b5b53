using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Tells the operator who had something erased when the archive has done so.</summary>
sealed class ErasureNews(Output output)
{
    // Beyond, the oldest are told nothing.
    private const int Most = 1000;

    private readonly Queue<(Position At, Session Operator, string What)> _waiting = [];

    /// <summary>The event was applied.</summary>
    /// <param name="origin">The session whose line it came from; null: none of this leaf.</param>
    public void After(in Stamp stamp, Event happened, Session? origin)
    {
        if (happened is HistoryArchived archived) Tell(archived.UpTo.At);
        if (origin is null || What(happened) is not { } what) return;
        _waiting.Enqueue((stamp.At, origin, what));
        if (_waiting.Count > Most) _waiting.Dequeue();
    }

    private static string? What(Event happened) => happened switch
    {
        MessageErased erased => erased.Message.Msgid,
        AccountForgotten forgotten => $"What {forgotten.Account} said",
        _ => null,
    };

    private void Tell(Position upTo)
    {
        while (_waiting.TryPeek(out var next) && next.At <= upTo)
        {
            _waiting.Dequeue();
            if (next.Operator.Stage == Stage.Registered)
                output.Notice(next.Operator, $"{next.What} is erased from the archive");
        }
    }
}
