using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A channel was registered, or something of its registration is another: its founder, its access list, or what the
/// founder set. Whoever has to know is told by an answer or by other events.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
/// <param name="Registration">As it is now; only roots keep it.</param>
/// <param name="Settings">As they are now; everybody keeps them.</param>
[MessagePackObject]
public sealed record RegistrationChanged(
    [property: Key(0)] ChannelRegistration Registration, [property: Key(1)] ChannelSettings Settings) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        edit.SetRegistration(Registration);
        Channel channel = edit.FindChannel(Registration.Channel);
        if (channel.Registered != Settings) edit.ReplaceChannel(channel with { Registered = Settings });
    }
}
