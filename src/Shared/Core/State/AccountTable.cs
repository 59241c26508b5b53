using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// The accounts, which only roots hold: a leaf passes over what happens to them, so that a million accounts cost a
/// leaf nothing.
/// </summary>
sealed class AccountTable(TableDigest digest)
{
    private readonly Dictionary<Folded, Account> _all = [];
    private readonly Dictionary<string, Account> _byCertfp = [];
    private readonly Dictionary<Folded, Account> _suspended = [];
    private readonly Dictionary<string, List<UserId>> _users = [];

    public IReadOnlyDictionary<Folded, Account> All => _all;

    public IReadOnlyCollection<Account> Rows => _all.Values;

    public IReadOnlyCollection<Account> Suspended => _suspended.Values;

    public Account? Find(Folded name) => _all.GetValueOrDefault(name);

    public Account? FindByCertfp(string certfp) => _byCertfp.GetValueOrDefault(certfp);

    /// <summary>Who is logged in to the account, in the order in which they came.</summary>
    /// <param name="name">As it was registered.</param>
    public IReadOnlyList<UserId> UsersOf(string name) => _users.GetValueOrDefault(name) ?? [];

    /// <summary>A user came, or logged in.</summary>
    public void Add(User user)
    {
        if (user.Account is not { } account) return;
        if (!_users.TryGetValue(account, out List<UserId>? users)) _users[account] = users = [];
        users.Add(user.Id);
    }

    /// <summary>A user goes, or logs out.</summary>
    public void Remove(User user)
    {
        if (user.Account is not { } account || !_users.TryGetValue(account, out List<UserId>? users)) return;
        users.Remove(user.Id);
        if (users.Count == 0) _users.Remove(account);
    }

    /// <summary>Puts the account in the place of the one of that name, if there is one.</summary>
    public void Set(Folded name, Account account)
    {
        if (_all.TryGetValue(name, out Account? before))
        {
            digest.Count(before.Sum);
            foreach (string certfp in before.Certfps) _byCertfp.Remove(certfp);
        }

        _all[name] = account;
        digest.Count(account.Sum);
        foreach (string certfp in account.Certfps) _byCertfp[certfp] = account;
        if (account.Suspended is not null) _suspended[name] = account;
        else _suspended.Remove(name);
    }
}
