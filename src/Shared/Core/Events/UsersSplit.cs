using IrcNats.Protocol;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// Users of a lost leaf are quit, some at a time. Sessions with the capability see them as one netsplit batch.
/// https://ircv3.net/specs/batches/netsplit
/// </summary>
[MessagePackObject]
public sealed record UsersSplit([property: Key(0)] string Leaf, [property: Key(1)] IReadOnlyList<UserId> Users) : Event
{
    // Users of hidden networks are used to this reason; the leaf's name is not shown.
    private const string Reason = "*.net *.split";

    public override void ApplyTo(INetworkEditor edit)
    {
        foreach (UserId user in Users) edit.RemoveUser(user);
    }

    public override void Announce(Network before, Audience to)
    {
        to.BeginBatch("netsplit", before.Config.ServerName, "*.split");
        foreach (UserId id in Users)
        {
            User user = before.FindUser(id)!;
            Line quit = new(user.Hostmask, "QUIT", Reason) { Trailing = true };
            to.Neighbours(id, new Announcement(quit) { From = user }, andSelf: false);
        }

        to.EndBatch();
        foreach (UserId id in Users)
        {
            string nick = before.FindUser(id)!.Nick;
            to.Watchers(nick, Numeric.RPL_MONOFFLINE, nick);
            to.Close(id, Reason);
        }
    }
}
