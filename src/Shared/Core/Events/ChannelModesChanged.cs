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
        Apply(edit, Channel, Changes, edit.FindUser(By).Hostmask);
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

    /// <summary>Changes a channel's modes, lists and statuses.</summary>
    /// <param name="by">Hostmask of who does.</param>
    internal static void Apply(INetworkEditor edit, string channel, IReadOnlyList<ModeChange> changes, string by)
    {
        foreach (ModeChange change in changes)
        {
            if (change.Member is { } member) ApplyStatus(edit, channel, member, change);
            else edit.ReplaceChannel(change.ApplyTo(edit.FindChannel(channel), by, edit.Stamp.Time));
        }
    }

    private static void ApplyStatus(INetworkEditor edit, string channel, UserId member, ModeChange change)
    {
        MemberModes bit = MemberModeTable.Find(change.Letter)!.Bit;
        MemberModes old = edit.FindMember(channel, member).Modes;
        edit.SetMember(channel, member, change.Adds ? old | bit : old & ~bit);
    }
}
