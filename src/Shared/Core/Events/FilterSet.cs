using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator set a filter of what users say. https://docs.inspircd.org/4/modules/filter/</summary>
[MessagePackObject]
public sealed record FilterSet([property: Key(0)] Filter Filter) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetFilter(Filter);
}
