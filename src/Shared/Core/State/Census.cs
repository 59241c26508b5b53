using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Counts users as they come, change and go, so that nobody has to look at all of them: by kind (LUSERS), by address,
/// and by connection class. What it has follows from the users and the configuration, so snapshots do not have it.
/// </summary>
sealed class Census(NetworkConfig config)
{
    private readonly SortedSet<UserId> _noticeReaders =
        new(Comparer<UserId>.Create((one, other) => one.Value.CompareTo(other.Value)));

    /// <summary>Users with +i.</summary>
    public int Invisible { get; private set; }

    /// <summary>Users who are IRC operators, and not hidden ones.</summary>
    public int Operators { get; private set; }

    /// <summary>Who has asked for notices of the server (+s).</summary>
    public IReadOnlyCollection<UserId> NoticeReaders => _noticeReaders;

    public AddressLimits AddressLimits { get; private set; } = new(config);

    public AddressCounts AddressCounts { get; } = new();

    public ConnectionClasses Classes { get; private set; } = new(config.Session.Classes);

    public void Add(User user) => CountAll(user, 1);

    public void Remove(User user) => CountAll(user, -1);

    public void Replace(User old, User user)
    {
        CountKind(old, -1);
        CountKind(user, 1);
        if (IsFromTheSame(old, user)) return;
        CountConnections(old, -1);
        CountConnections(user, 1);
    }

    /// <summary>One more connection was made from there.</summary>
    /// <param name="now">Unix milliseconds.</param>
    public void MarkArrival(string address, Via via, long now)
    {
        if (AddressLimits.GroupOf(address, via) is { } group) AddressCounts.Arrived(group, now);
    }

    /// <summary>The configuration is another one: connections are counted anew, the recent ones stay counted.</summary>
    public void Configure(NetworkConfig changed, IEnumerable<User> users)
    {
        AddressLimits = new AddressLimits(changed);
        Classes = new ConnectionClasses(changed.Session.Classes);
        AddressCounts.Recount();
        foreach (User user in users) CountConnections(user, 1);
    }

    // Most changes of a user are none of where they come from.
    private static bool IsFromTheSame(User old, User user) =>
        old.SentAwayAt == user.SentAwayAt && old.DetachedAt == user.DetachedAt
        && ReferenceEquals(old.Further, user.Further) && ClientOrigin.Of(old) == ClientOrigin.Of(user);

    private void CountAll(User user, int change)
    {
        CountKind(user, change);
        CountConnections(user, change);
    }

    private void CountKind(User user, int change)
    {
        if (user.Has(UserModes.Invisible)) Invisible += change;
        if (user.Oper is { IsHidden: false }) Operators += change;
        if (user.SnoMasks == SnoMasks.None) return;
        if (change > 0) _noticeReaders.Add(user.Id);
        else _noticeReaders.Remove(user.Id);
    }

    private void CountConnections(User user, int change)
    {
        if (user.DetachedAt is null) Count(ClientOrigin.Of(user), user.SentAwayAt, change);
        foreach (UserSession session in user.Further) Count(ClientOrigin.Of(user, session), session.SentAwayAt, change);
    }

    // Who was sent away is not counted: their client is expected back from the same address.
    private void Count(in ClientOrigin origin, long? sentAwayAt, int change)
    {
        if (sentAwayAt is not null) return;
        Classes.Count(origin, change);
        if (AddressLimits.GroupOf(origin.Address, origin.Via) is not { } group) return;
        if (change > 0) AddressCounts.Add(group);
        else AddressCounts.Remove(group);
    }
}
