using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A ban of the network or a reservation is over. <paramref name="By"/> is the hostmask of the operator who
/// took it off; null: its time was over.</summary>
[MessagePackObject]
public sealed record BanLifted(
    [property: Key(0)] BanKind Kind, [property: Key(1)] string Target, [property: Key(2)] string? By) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.LiftBan(Kind, Target);

    public override void Announce(Network before, Audience to)
    {
        if (Kind == BanKind.Lock) LockNews.Tell(before, to, Target, "The lockdown is over");
    }
}
