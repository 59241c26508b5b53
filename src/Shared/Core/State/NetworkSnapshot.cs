using System.Security.Cryptography;
using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// The network as plain data, sorted, so that equal networks give equal bytes: what a snapshot stores and a digest
/// hashes. Fields grow only at the end.
/// </summary>
[MessagePackObject]
public sealed record NetworkSnapshot
{
    [Key(0)] public Position At { get; init; }
    [Key(1)] public ulong Epoch { get; init; }
    [Key(2)] public string RootNode { get; init; } = "";
    [Key(3)] public long Time { get; init; }
    [Key(4)] public NetworkConfig Config { get; init; } = new();
    [Key(5)] public int MostUsers { get; init; }
    [Key(6)] public UserId NextUser { get; init; }
    [Key(7)] public IReadOnlyList<UserRow> Users { get; init; } = [];
    [Key(8)] public IReadOnlyList<ChannelRow> Channels { get; init; } = [];
    [Key(9)] public IReadOnlyList<Whowas> Whowas { get; init; } = [];
    [Key(10)] public IReadOnlyList<LeafRow> Leaves { get; init; } = [];
    [Key(11)] public string? Successor { get; init; }
    [Key(12)] public ulong? InterruptedAt { get; init; }
    /// <summary>See <see cref="Network.Level"/>; 0 in one of a build that knew no levels.</summary>
    [Key(13)] public int Level { get; init; }
    /// <summary>Positions of redacted messages, oldest first.</summary>
    [Key(14)] public IReadOnlyList<Position> Redacted { get; init; } = [];
    /// <summary>See <see cref="Network.ArchivedUpTo"/>.</summary>
    [Key(15)] public Mark? ArchivedUpTo { get; init; }
    /// <summary>For each of <see cref="Redacted"/> the event that redacted it.</summary>
    [Key(16)] public IReadOnlyList<Position> RedactedBy { get; init; } = [];
    /// <summary>Accounts whose messages are shown no more, oldest first.</summary>
    [Key(17)] public IReadOnlyList<ForgottenAccount> Forgotten { get; init; } = [];
    /// <summary>How far the archive has erased; null: there was nothing to do.</summary>
    [Key(18)] public Settlement? Erased { get; init; }
    /// <summary>Every account that ever was, sorted by name. Leaves pass over it.</summary>
    [Key(19)] public IReadOnlyList<Account> Accounts { get; init; } = [];
    /// <summary>The registrations of channels, sorted by name; null: there are none. Leaves pass over it.</summary>
    [Key(20)] public IReadOnlyList<ChannelRegistration>? Registrations { get; init; }
    /// <summary>See <see cref="Network.Bans"/>; sorted by <see cref="BanTable.KeyOf"/>.</summary>
    [Key(24)] public IReadOnlyList<NetworkBan> Bans { get; init; } = [];
    /// <summary>See <see cref="Network.Audit"/>; oldest first.</summary>
    [Key(25)] public IReadOnlyList<OperAct> Acts { get; init; } = [];
    /// <summary>See <see cref="Network.Defcon"/>; 0 stands for 5.</summary>
    [Key(26)] public int Defcon { get; init; }
    /// <summary>See <see cref="Network.Filters"/>; sorted by pattern.</summary>
    [Key(27)] public IReadOnlyList<FilterRow> Filters { get; init; } = [];

    /// <summary>The part that every replica holds.</summary>
    public NetworkSnapshot WithoutAccounts() => this with { Accounts = [], Registrations = null };

    /// <summary>SHA-256 of the snapshot's bytes, in hexadecimal.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A user with what the network keeps beside the record.</summary>
[MessagePackObject]
public sealed record UserRow(
    [property: Key(0)] User User, [property: Key(1)] long LastActive,
    [property: Key(2)] IReadOnlyList<InviteRow> Invites)
{
    /// <summary>See <see cref="User.SentAwayAt"/>.</summary>
    [Key(3)] public long? SentAwayAt { get; init; }
    /// <summary>See <see cref="Network.ReadMarkerOf"/>; null: there are none.</summary>
    [Key(4)] public IReadOnlyList<MarkerRow>? ReadMarkers { get; init; }
}

/// <summary>An invitation: folded channel name and time (Unix milliseconds).</summary>
[MessagePackObject]
public sealed record InviteRow([property: Key(0)] string Channel, [property: Key(1)] long At);

/// <summary>A channel with its members and the position of its newest message.</summary>
[MessagePackObject]
public sealed record ChannelRow(
    [property: Key(0)] Channel Channel, [property: Key(1)] IReadOnlyList<MemberRow> Members,
    [property: Key(2)] Position? LastMessage)
{
    /// <summary>See <see cref="FloodCounts"/>; null: there is nothing.</summary>
    [Key(3)] public IReadOnlyList<TalkerRow>? Talkers { get; init; }
}

/// <summary>What somebody said lately in a channel with a flood profile.</summary>
[MessagePackObject]
public sealed record TalkerRow([property: Key(0)] UserId User, [property: Key(1)] Talker Talker);

/// <summary>A membership.</summary>
[MessagePackObject]
public sealed record MemberRow([property: Key(0)] UserId User, [property: Key(1)] Member Member);

/// <summary>What is remembered of a leaf process: see <see cref="LeafRecord"/>.</summary>
[MessagePackObject]
public sealed record LeafRow(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation,
    [property: Key(2)] IReadOnlyList<Effect> Effects, [property: Key(3)] ulong Forgotten,
    [property: Key(4)] long? LostAt)
{
    [Key(5)] public Trial? Trial { get; init; }
    [Key(6)] public long? EndedAt { get; init; }
}

public sealed partial class Network
{
    /// <summary>The state as plain data.</summary>
    /// <param name="withAccounts">False: the part that every replica holds.</param>
    public NetworkSnapshot Save(bool withAccounts = true) => new()
    {
        At = At, Epoch = Epoch, RootNode = RootNode, Time = Time, Config = Config,
        MostUsers = MostUsers, NextUser = NextUser, Successor = Successor, InterruptedAt = InterruptedAt,
        Level = Level, ArchivedUpTo = ArchivedUpTo,
        Users = [.. from u in _users.Values
                    orderby u.Id.Value
                    select new UserRow(u, LastActive(u.Id), InvitesOf(u.Id))
                    {
                        SentAwayAt = u.SentAwayAt, ReadMarkers = _readMarkers.Save(u.Id),
                    }],
        Channels = [.. from c in _channels orderby c.Key.ToString() select RowOf(c.Key, c.Value)],
        Whowas = [.. _whowas],
        Redacted = [.. _erasures.Messages], RedactedBy = [.. _erasures.RedactedBy],
        Forgotten = [.. _erasures.Accounts], Erased = _erasures.Settled,
        Leaves = [.. from l in _leaves orderby l.Key select RowOf(l.Key, l.Value)],
        Bans = [.. Bans.All.OrderBy(b => BanTable.KeyOf(b.Kind, b.Target), StringComparer.Ordinal)],
        Acts = [.. Audit.Acts],
        Defcon = Defcon == CalmDefcon ? 0 : Defcon, Filters = Filters.Save(),
        Accounts = withAccounts
            ? [.. from a in _accounts.All orderby a.Key.ToString() select a.Value]
            : [],
        Registrations = withAccounts && _registrations.All.Count > 0
            ? [.. from r in _registrations.All orderby r.Key.ToString() select r.Value]
            : null,
    };

    /// <summary>Loads a saved network. It is equal in everything to the one that was saved.</summary>
    public static Network Load(NetworkSnapshot saved, IMembershipWatch? watch = null, bool holdsAccounts = true)
    {
        Network net = new(watch, holdsAccounts)
        {
            At = saved.At, Epoch = saved.Epoch, RootNode = saved.RootNode, Time = saved.Time, Config = saved.Config,
            MostUsers = saved.MostUsers, NextUser = saved.NextUser, Successor = saved.Successor,
            InterruptedAt = saved.InterruptedAt, Level = Math.Max(BuildLevel.First, saved.Level),
            ArchivedUpTo = saved.ArchivedUpTo,
        };
        net._census.Configure(net.Config, []);
        foreach (UserRow row in saved.Users) net.LoadUser(row);
        foreach (ChannelRow row in saved.Channels) net.LoadChannel(row);
        foreach (Whowas past in saved.Whowas) net._whowas.Enqueue(past);
        net._erasures.Load(saved);
        foreach (NetworkBan ban in saved.Bans) net.Bans.Set(ban, net.Config.Casemapping);
        foreach (OperAct act in saved.Acts) net.Audit.Add(act);
        if (holdsAccounts) net.LoadAccounts(saved);
        if (saved.Defcon != 0) net.Defcon = saved.Defcon;
        foreach (FilterRow row in saved.Filters) net.Filters.Load(row);
        foreach (LeafRow row in saved.Leaves)
        {
            LeafRecord leaf = net._leaves[row.Leaf] = new LeafRecord(row.Incarnation, row.Forgotten)
            {
                LostAt = row.LostAt, EndedAt = row.EndedAt,
            };
            foreach (Effect effect in row.Effects) leaf.Add(effect);
            leaf.Trial = row.Trial;
        }

        return net;
    }

    private List<InviteRow> InvitesOf(UserId user) => _invites.TryGetValue(user, out var invites)
        ? [.. from i in invites orderby i.Key.ToString() select new InviteRow(i.Key.ToString(), i.Value)]
        : [];

    private static LeafRow RowOf(string name, LeafRecord leaf) =>
        new(name, leaf.Incarnation, [.. leaf.Effects], leaf.Forgotten, leaf.LostAt)
        {
            Trial = leaf.Trial, EndedAt = leaf.EndedAt,
        };

    private ChannelRow RowOf(Folded name, Channel channel) => new(
        channel,
        [.. from m in _members[name] orderby m.Key.Value select new MemberRow(m.Key, m.Value)],
        _lastMessage.TryGetValue(name, out Position last) ? last : null) { Talkers = _floods.Save(name) };

    private void LoadAccounts(NetworkSnapshot saved)
    {
        foreach (Account account in saved.Accounts) _accounts.Set(Fold(account.Name), account, Fold);
        foreach (ChannelRegistration registration in saved.Registrations ?? [])
            _registrations.Set(Fold(registration.Channel), registration);
    }

    private void LoadUser(UserRow row)
    {
        User user = row.User with { SentAwayAt = row.SentAwayAt };
        _users.Add(user.Id, user);
        _census.Add(user);
        _nicks.Add(Fold(user.Nick), user.Id);
        IndexSession(user);
        _active[user.Id] = row.LastActive;
        foreach (MarkerRow marker in row.ReadMarkers ?? []) _readMarkers.Set(user.Id, Fold(marker.Target), marker.Time);
        if (row.Invites.Count > 0) _invites[user.Id] = row.Invites.ToDictionary(i => Fold(i.Channel), i => i.At);
    }

    private void LoadChannel(ChannelRow row)
    {
        Folded name = Fold(row.Channel.Name);
        _channels.Add(name, row.Channel);
        _timed.Set(name, row.Channel.NextExpiry);
        _members.Add(name, row.Members.ToDictionary(m => m.User, m => m.Member));
        if (row.LastMessage is { } last) _lastMessage[name] = last;
        if (row.Talkers is { } talkers) _floods.Load(name, talkers);
        foreach (MemberRow member in row.Members)
        {
            if (!_channelsOf.TryGetValue(member.User, out var channels)) _channelsOf[member.User] = channels = [];
            channels.Add(name);
            _watch?.Joined(name, member.User);
            if (member.Member.Modes != MemberModes.None) _watch?.Ranked(name, member.User, hasStatus: true);
        }
    }
}
