using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A user who is logged in has read a channel's or somebody's messages up to a time. All of their connections are told.
/// https://ircv3.net/specs/extensions/read-marker
/// </summary>
/// <param name="Target">The channel or the nick.</param>
/// <param name="Time">Unix milliseconds.</param>
[MessagePackObject]
public sealed record ReadMarkerSet(
    [property: Key(0)] UserId User, [property: Key(1)] string Target, [property: Key(2)] long Time) : Event
{
    public override void ApplyTo(INetworkEditor edit) => edit.SetReadMarker(User, Target, Time);

    public override void Announce(Network before, Audience to) =>
        to.User(User, new Announcement(Told(Target, Time)) { Needs = Capabilities.ReadMarker });

    /// <summary>How far was read there, as clients are told; null: nobody said so.</summary>
    public static Line Told(string target, long? time) =>
        new(null, "MARKREAD", target, time is { } read ? "timestamp=" + ServerTime.Show(read) : "*");
}
