using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>A channel's modes, lists or its members' statuses changed.
/// https://modern.ircdocs.horse/#mode-message</summary>
[MessagePackObject]
public sealed record ChannelModesChanged(
    [property: Key(0)] string Channel, [property: Key(1)] UserId By,
    [property: Key(2)] IReadOnlyList<ModeChange> Changes) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        string by = edit.FindUser(By).Hostmask;
        foreach (ModeChange change in Changes)
        {
            if (change.Member is { } member) ApplyStatus(edit, member, change);
            else edit.ReplaceChannel(change.ApplyTo(edit.FindChannel(Channel), by, edit.Stamp.Time));
        }

        edit.EndIfEmpty(Channel);
    }

    public override void Announce(Network before, Audience to)
    {
        foreach (ModeChange change in Changes)
            if (change is { Adds: true, Member: { } member }) JoinLine.Reveal(before, to, Channel, member);
        User by = before.FindUser(By)!;
        Line mode = new(by.Hostmask, "MODE", [Channel, .. ModeChange.Show(Changes)]);
        Announcement told = new(mode) { From = by };
        to.Channel(Channel, told);
        if (before.FindMember(Channel, By) is null) to.User(By, told);
    }

    private void ApplyStatus(INetworkEditor edit, UserId member, ModeChange change)
    {
        MemberModes bit = MemberModeTable.Find(change.Letter)!.Bit;
        MemberModes old = edit.FindMember(Channel, member).Modes;
        edit.SetMember(Channel, member, change.Adds ? old | bit : old & ~bit);
    }
}
