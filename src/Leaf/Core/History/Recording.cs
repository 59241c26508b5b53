using IrcNats.Events;
using IrcNats.History;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Keeps in memory what the log brings for histories, and forgets what is redacted.</summary>
sealed class Recording
{
    private readonly Replica _replica;
    private readonly RecentMessages _memory;
    private readonly List<HistoryItem> _happened = [];
    private HistoryErasure? _erased;

    public Recording(Replica replica, RecentMessages memory)
    {
        (_replica, _memory) = (replica, memory);
        BeginAgain();
    }

    /// <summary>The replica is as it was just before the event.</summary>
    public void Before(in Stamp stamp, Event happened)
    {
        _happened.AddRange(Recorder.Kept(_replica.Network, stamp, happened));
        _erased = HistoryErasure.In(_replica.Network, happened);
    }

    /// <summary>The event was applied.</summary>
    public void After(Event happened)
    {
        HistoryConfig config = _replica.Config.History;
        Mark? spared = config.IsArchived ? _replica.Network.ArchivedUpTo ?? default(Mark) : null;
        foreach (HistoryItem item in _happened)
        {
            int most = item.Target.Accounts is null ? config.ChannelLength : config.ClientLength;
            _memory.Add(item, PreviousOf(happened), most, spared);
        }

        if (_erased is { } erased) _memory.Erase(erased);
        Abandon();
    }

    /// <summary>The event was not applied.</summary>
    public void Abandon()
    {
        _happened.Clear();
        _erased = null;
    }

    /// <summary>The replica begins again: what was said before is not here.</summary>
    public void BeginAgain()
    {
        Network net = _replica.Network;
        Abandon();
        _memory.BeginAgain(
            net.Seq == 0 ? null : new MemoryEdge(new Mark(net.Epoch, net.At), net.Time),
            _replica.Config.History.IsArchived && net.ArchivedUpTo is not null);
    }

    private static Position? PreviousOf(Event happened) => happened switch
    {
        ChannelMessage said => said.Previous,
        MultilineSent said => said.Previous,
        MessageRelayed said => said.Previous,
        _ => null,
    };
}
