using IrcNats.Rules;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator banned somebody from the network, or reserved a name. Whoever is there and is hit is ended by
/// <see cref="UsersBanned"/>. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
[MessagePackObject]
public sealed record BanSet([property: Key(0)] NetworkBan Ban) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetBan(Ban);

    public override void Announce(Network before, Audience to)
    {
        if (Ban.Kind == BanKind.Lock) LockNews.Tell(before, to, Ban.Target, LockRules.Told(Ban));
    }
}
