using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>A history that a session may read.</summary>
/// <param name="Name">The channel's name, or the nick as it was asked for.</param>
/// <param name="Target">Null: nothing is kept of it.</param>
/// <param name="Since">Nothing before this time is shown; Unix milliseconds.</param>
readonly record struct Readable(string Name, HistoryTarget? Target, long Since)
{
    /// <summary>What is read instead if that history is empty: nobody has the nick now, so it may be an account's or
    /// that of a guest who has left. Null: nothing is.</summary>
    public HistoryTarget? OrElse { get; init; }
}

/// <summary>
/// Which history a session may read: that of a channel it is in, and what its account and others said to each other.
/// Others may be guests, but a guest reads nothing: anybody may have their nick next.
/// </summary>
sealed class HistoryAccess(Replica replica)
{
    /// <summary>The history of that name; null: there is none, or it is not the session's to read.</summary>
    public Readable? Find(Session session, string name) =>
        replica.Network.FindUser(session.User) is not { } self ? null
        : name.StartsWith('#') ? OfChannel(self, replica.Network.FindChannel(name))
        : replica.Network.FindUser(name) is { } other ? OfUser(self, other, name) : OfAbsent(self, name);

    /// <summary>Those of all channels that the session is in.</summary>
    public IEnumerable<Readable> Channels(Session session) =>
        replica.Network.FindUser(session.User) is not { } self ? []
        : replica.Network.ChannelsOf(self.Id).Select(c => OfChannel(self, c)).OfType<Readable>();

    private Readable? OfChannel(User self, Channel? channel)
    {
        if (channel is null || replica.Network.FindMember(channel.Name, self.Id) is not { } member) return null;
        HistoryConfig config = replica.Config.History;
        long? since = (channel.Registered?.Cutoff ?? config.Cutoff) switch
        {
            _ when OperRules.May(self, OperCapabilities.History) => null,
            HistoryCutoff.JoinTime => member.JoinedAt,
            // Who has no account came with their connection.
            HistoryCutoff.RegistrationTime => self.SignedOn - config.GracePeriod,
            _ => null,
        };
        return new Readable(
            channel.Name, Recorder.KeptOf(channel), Math.Max(since ?? long.MinValue, OldestOf(channel)));
    }

    // +H, and the founder's settings: the channel's own bounds, within the network's.
    private long OldestOf(Channel channel) => Math.Max(
        channel.History is { } own ? Math.Max(Oldest, replica.Time - own.Age) : Oldest,
        channel.Registered is { KeptSince: > 0 and var since } ? since : long.MinValue);

    /// <summary>What an account and another user said to each other, by that history's own name.</summary>
    public Readable? Direct(string account, HistoryTarget target)
    {
        if (target.CorrespondentOf(account) is not var (name, isGuest)) return null;
        User? here = replica.Network.FindUser(name);
        bool isSame = here is not null && (isGuest ? here.Account is null : here.Account is { } a && IsSame(a, name));
        return new Readable(isSame ? here!.Nick : name, target, Oldest);
    }

    private static bool IsSame(string one, string other) => HistoryTarget.Fold(one) == HistoryTarget.Fold(other);

    private Readable OfUser(User self, User other, string name) =>
        new(name, self.Account is null ? null : Recorder.TargetOf(self, other), Oldest);

    private Readable? OfAbsent(User self, string name) =>
        self.Account is not { } account || !Names.IsNick(name, replica.Config.Limits.NickLen) ? null
        : new Readable(name, HistoryTarget.OfAccounts(account, name), Oldest)
        {
            OrElse = HistoryTarget.OfGuest(account, name),
        };

    private long Oldest =>
        replica.Config.History.ExpireTime is > 0 and var age ? replica.Time - age : long.MinValue;
}
