using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// The registrations of channels, which only roots hold: a leaf passes over what happens to them.
/// </summary>
sealed class RegistrationTable(TableDigest digest)
{
    private readonly Dictionary<Folded, ChannelRegistration> _all = [];
    // The channels of which an account is the founder, and those that name it at all.
    private readonly Dictionary<string, HashSet<Folded>> _founded = [], _naming = [];

    public IReadOnlyDictionary<Folded, ChannelRegistration> All => _all;

    public IReadOnlyCollection<ChannelRegistration> Rows => _all.Values;

    public ChannelRegistration? Find(Folded channel) => _all.GetValueOrDefault(channel);

    /// <summary>The channels of an account, sorted by name.</summary>
    public IReadOnlyList<ChannelRegistration> FoundedBy(string account) => Of(_founded, account);

    /// <summary>The channels that name the account as founder, in the access list, or as who may take them over.
    /// </summary>
    public IReadOnlyList<ChannelRegistration> Naming(string account) => Of(_naming, account);

    /// <summary>Puts it in the place of the one of that channel, if there is one.</summary>
    public void Set(Folded channel, ChannelRegistration registration)
    {
        Remove(channel);
        _all[channel] = registration;
        digest.Count(registration.Sum);
        Add(_founded, registration.Founder, channel);
        foreach (string account in registration.Accounts) Add(_naming, account, channel);
    }

    public void Remove(Folded channel)
    {
        if (!_all.Remove(channel, out ChannelRegistration? registration)) return;
        digest.Count(registration.Sum);
        Drop(_founded, registration.Founder, channel);
        foreach (string account in registration.Accounts) Drop(_naming, account, channel);
    }

    private ChannelRegistration[] Of(Dictionary<string, HashSet<Folded>> index, string account) =>
        index.TryGetValue(account, out HashSet<Folded>? channels)
            ? [.. channels.Select(c => _all[c]).OrderBy(r => r.Channel, StringComparer.Ordinal)]
            : [];

    private static void Add(Dictionary<string, HashSet<Folded>> index, string account, Folded channel)
    {
        if (!index.TryGetValue(account, out HashSet<Folded>? channels)) index[account] = channels = [];
        channels.Add(channel);
    }

    private static void Drop(Dictionary<string, HashSet<Folded>> index, string account, Folded channel)
    {
        if (!index.TryGetValue(account, out HashSet<Folded>? channels)) return;
        channels.Remove(channel);
        if (channels.Count == 0) index.Remove(account);
    }
}
