using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>An operator took a filter off. https://docs.inspircd.org/4/modules/filter/</summary>
[MessagePackObject]
public sealed record FilterRemoved([property: Key(0)] string Pattern, [property: Key(1)] string By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.RemoveFilter(Pattern);
}
