using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// The server acts against somebody who went beyond a channel's flood profile (+F): it puts a mask on list b, or puts
/// them out, or both. https://modern.ircdocs.horse/#kick-message
/// </summary>
/// <param name="By">The server's name, as who set the mask.</param>
/// <param name="Mask">What is put on list b; null for nothing.</param>
/// <param name="Kicks">They are put out; only a member can be.</param>
[MessagePackObject]
public sealed record FloodStopped(
    [property: Key(0)] string Channel, [property: Key(1)] UserId User, [property: Key(2)] string By,
    [property: Key(3)] string? Mask, [property: Key(4)] bool Kicks, [property: Key(5)] string Reason) : Event
{
    private ModeChange[] Changes => Mask is null ? [] : [new ModeChange(true, 'b', Mask, null)];

    public override void ApplyTo(INetworkEditor edit)
    {
        ChannelModesChanged.Apply(edit, Channel, Changes, By);
        if (Kicks) edit.RemoveMember(Channel, User);
    }

    public override void Announce(Network before, Audience to)
    {
        if (Mask is not null) to.Channel(Channel, new Line(null, "MODE", [Channel, .. ModeChange.Show(Changes)]));
        if (!Kicks) return;
        Line kick = new(null, "KICK", Channel, before.FindUser(User)!.Nick, Reason) { Trailing = true };
        to.Witnesses(before, Channel, User, kick);
    }
}
