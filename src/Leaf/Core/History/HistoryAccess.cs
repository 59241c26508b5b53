using IrcNats.History;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>A history that a session may read.</summary>
/// <param name="Name">The channel's name, or the nick, as it is written.</param>
/// <param name="Target">Null: nothing is kept of it.</param>
/// <param name="Since">Nothing before this time is shown; Unix milliseconds.</param>
readonly record struct Readable(string Name, HistoryTarget? Target, long Since);

/// <summary>
/// Which history a session may read: that of a channel it is in, and what its account and another's said to each other.
/// </summary>
sealed class HistoryAccess(Replica replica)
{
    /// <summary>The history of that name; null: there is none, or it is not the session's to read.</summary>
    public Readable? Find(Session session, string name) =>
        replica.Network.FindUser(session.User) is not { } self ? null
        : name.StartsWith('#') ? OfChannel(self, replica.Network.FindChannel(name))
        : OfUser(self, replica.Network.FindUser(name));

    /// <summary>Those of all channels that the session is in.</summary>
    public IEnumerable<Readable> Channels(Session session) =>
        replica.Network.FindUser(session.User) is not { } self ? []
        : replica.Network.ChannelsOf(self.Id).Select(c => OfChannel(self, c)).OfType<Readable>();

    private Readable? OfChannel(User self, Channel? channel)
    {
        if (channel is null || replica.Network.FindMember(channel.Name, self.Id) is not { } member) return null;
        HistoryConfig config = replica.Config.History;
        long? since = config.Cutoff switch
        {
            _ when OperRules.May(self, OperCapabilities.History) => null,
            HistoryCutoff.JoinTime => member.JoinedAt,
            // Who has no account came with their connection.
            HistoryCutoff.RegistrationTime => self.SignedOn - config.GracePeriod,
            _ => null,
        };
        return new Readable(
            channel.Name, Recorder.TargetOf(channel), Math.Max(since ?? long.MinValue, OldestOf(channel)));
    }

    // +H: the channel's own bound, within the network's.
    private long OldestOf(Channel channel) =>
        channel.History is { } own ? Math.Max(Oldest, replica.Time - own.Age) : Oldest;

    private Readable? OfUser(User self, User? other) => other is null ? null
        : new Readable(other.Nick, Recorder.TargetOf(self, other), Oldest);

    private long Oldest =>
        replica.Config.History.ExpireTime is > 0 and var age ? replica.Time - age : long.MinValue;
}
