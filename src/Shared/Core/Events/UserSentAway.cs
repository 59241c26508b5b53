using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A leaf that is taken out of service sent a user's client away. The user stays for the grace time, so that the client
/// can come back. Nobody else is told yet. docs/resume.md
/// </summary>
[MessagePackObject]
public sealed record UserSentAway([property: Key(0)] UserId User) : Event
{
    public override void ApplyTo(INetworkEditor edit)
    {
        User user = edit.FindUser(User) with { SentAwayAt = edit.Stamp.Time };
        edit.ReplaceUser(user);
        edit.MarkSendingAway(user.Session.Leaf);
    }

    public override void Announce(Network before, Audience to) => to.Close(User, "Sent away");
}
