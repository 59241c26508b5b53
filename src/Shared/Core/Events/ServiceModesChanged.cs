using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A service changed a channel's lists or its members' statuses, as the registration says or as somebody asked it to.
/// https://modern.ircdocs.horse/#mode-message
/// </summary>
/// <param name="By">The service's hostmask.</param>
[MessagePackObject]
public sealed record ServiceModesChanged(
    [property: Key(0)] string Channel, [property: Key(1)] string By,
    [property: Key(2)] IReadOnlyList<ModeChange> Changes) : Event
{
    public override void ApplyTo(INetworkEditor edit) => ChannelModesChanged.Apply(edit, Channel, Changes, By);

    public override void Announce(Network before, Audience to)
    {
        foreach (ModeChange change in Changes)
            if (change is { Adds: true, Member: { } member }) JoinLine.Reveal(before, to, Channel, member);
        to.Channel(Channel, new Line(By, "MODE", [Channel, .. ModeChange.Show(Changes)]));
    }
}
