using IrcNats.Protocol;

namespace IrcNats.State;

// What is counted of users: by address, by class, and by kind.
public sealed partial class Network
{
    private void CountAddress(User user, int change)
    {
        if (user.DetachedAt is null) CountAddress(user.Address, user.Via, user.SentAwayAt, change);
        foreach (UserSession session in user.Further)
            CountAddress(session.Address, session.Via, session.SentAwayAt, change);
    }

    private void CountAddress(string address, Via via, long? sentAwayAt, int change)
    {
        // Who was sent away is not counted: their client is expected back from the same address.
        if (sentAwayAt is not null) return;
        if (AddressLimits.GroupOf(address, via) is not { } group) return;
        if (change > 0) AddressCounts.Add(group);
        else AddressCounts.Remove(group);
    }

    // Most changes of a user are none of where they come from.
    private void Reclass(User old, User user)
    {
        if (old.SentAwayAt == user.SentAwayAt && old.DetachedAt == user.DetachedAt
            && ReferenceEquals(old.Further, user.Further) && ClientOrigin.Of(old) == ClientOrigin.Of(user)) return;
        Classes.Count(old, -1);
        Classes.Count(user, 1);
    }

    private void CountClasses()
    {
        Classes = new ConnectionClasses(Config.Session.Classes);
        foreach (User user in _users.Values) Classes.Count(user, 1);
    }

    /// <summary>
    /// Keeps the numbers of LUSERS, so that no welcome has to count: +1 for a user who comes, -1 for one who goes.
    /// </summary>
    private void Count(User user, int change)
    {
        if (user.Has(UserModes.Invisible)) InvisibleUsers += change;
        if (user.Oper is { IsHidden: false }) Operators += change;
        if (user.SnoMasks == SnoMasks.None) return;
        if (change > 0) _noticeReaders.Add(user.Id);
        else _noticeReaders.Remove(user.Id);
    }
}
