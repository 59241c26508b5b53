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
    private readonly Dictionary<Folded, Account> _byNick = [], _suspended = [], _asking = [], _mailing = [];
    private readonly HashSet<Folded> _pushed = [];
    private readonly Deadlines _unverified = new();
    private readonly Dictionary<string, List<UserId>> _users = [];

    public IReadOnlyDictionary<Folded, Account> All => _all;

    public IReadOnlyCollection<Account> Rows => _all.Values;

    public IReadOnlyCollection<Account> Suspended => _suspended.Values;

    /// <summary>Those that ask for a vhost.</summary>
    public IReadOnlyCollection<Account> Asking => _asking.Values;

    /// <summary>Those for which a mail is to be sent.</summary>
    public IReadOnlyCollection<Account> Mailing => _mailing.Values;

    /// <summary>Whether clients of any are told of messages by push servers.</summary>
    public bool HasPushes => _pushed.Count > 0;

    /// <summary>Those that are not verified yet, the oldest first.</summary>
    public IEnumerable<string> Unverified => _unverified.Names;

    public int UnverifiedCount => _unverified.Count;

    public Account? Find(Folded name) => _all.GetValueOrDefault(name);

    /// <summary>The account that has the nick besides its name.</summary>
    public Account? FindByNick(Folded nick) => _byNick.GetValueOrDefault(nick);

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
    /// <param name="fold">How nicks are compared.</param>
    public void Set(Folded name, Account account, Func<string, Folded> fold)
    {
        Remove(name, fold);
        _all[name] = account;
        digest.Count(account.Sum);
        foreach (string certfp in account.Certfps) _byCertfp[certfp] = account;
        foreach (string nick in account.Nicks) _byNick[fold(nick)] = account;
        Index(_suspended, name, account, account.Suspended is not null);
        Index(_asking, name, account, account.Vhost?.Requested is not null);
        Index(_mailing, name, account, account.Unproved is { IsSent: false } || account.Reset is { IsSent: false });
        if (account.Pushes.Count > 0) _pushed.Add(name);
        _unverified.Set(name, account.IsUnverified ? account.Unproved!.AskedAt : null);
    }

    /// <summary>The account was never one: its name is free.</summary>
    /// <inheritdoc cref="Set"/>
    public void Remove(Folded name, Func<string, Folded> fold)
    {
        if (!_all.Remove(name, out Account? before)) return;
        digest.Count(before.Sum);
        foreach (string certfp in before.Certfps) _byCertfp.Remove(certfp);
        foreach (string nick in before.Nicks) _byNick.Remove(fold(nick));
        Index(_suspended, name, before, isIn: false);
        Index(_asking, name, before, isIn: false);
        Index(_mailing, name, before, isIn: false);
        _pushed.Remove(name);
        _unverified.Set(name, null);
    }

    private static void Index(Dictionary<Folded, Account> index, Folded name, Account account, bool isIn)
    {
        if (isIn) index[name] = account;
        else index.Remove(name);
    }
}
