using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Keys of a channel's or a user's metadata were set or removed; the other of the two is null. Users who share a
/// channel and have subscribed to a key are told. https://ircv3.net/specs/extensions/metadata
/// </summary>
[MessagePackObject]
public sealed record MetadataChanged(
    [property: Key(0)] string? Channel, [property: Key(1)] UserId? User, [property: Key(2)] UserId By,
    [property: Key(3)] IReadOnlyList<MetadataChange> Changes) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        if (Channel is not null)
        {
            Channel channel = edit.FindChannel(Channel);
            edit.ReplaceChannel(channel with { Metadata = Changes.Aggregate(channel.Metadata, MetadataList.With) });
            return;
        }

        User user = edit.FindUser(User!.Value);
        edit.ReplaceUser(user with { Metadata = Changes.Aggregate(user.Metadata, MetadataList.With) });
    }

    public override void Announce(Network before, Audience to)
    {
        User by = before.FindUser(By)!;
        foreach (MetadataChange change in Changes)
        {
            string target = Channel ?? before.FindUser(User!.Value)!.Nick;
            Announcement changed = MetadataNotice.Of(by.Hostmask, target, change) with { From = by };
            if (Channel is not null) to.Channel(Channel, changed, except: By);
            else to.Neighbours(User!.Value, changed, andSelf: User != By, andWatchers: true);
        }
    }
}
