using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Root.Core.Outside;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Core.Importing;

/// <summary>What becomes of one account or channel.</summary>
/// <param name="Events">Empty: nothing happens.</param>
/// <param name="LeftOut">What of it is not taken, and why.</param>
public sealed record ImportStep(IReadOnlyList<Event> Events, IReadOnlyList<string> LeftOut)
{
    /// <summary>It is here already.</summary>
    public bool IsThere { get; init; }

    public static ImportStep There { get; } = new([], []) { IsThere = true };
}

/// <summary>
/// Decides what becomes of accounts and channels of another network. What is here stays as it is, so that it may be
/// done twice.
/// </summary>
public static class Importer
{
    /// <summary>Every item of the batch, each to be decided when what came of those before it is in the network.
    /// </summary>
    /// <param name="now">Unix milliseconds.</param>
    public static IEnumerable<Func<ImportStep>> Of(Network net, ImportBatch batch, long now) =>
    [
        .. batch.Accounts.Select<ImportedAccount, Func<ImportStep>>(a => () => Decide(net, a, now)),
        .. batch.Channels.Select<ImportedChannel, Func<ImportStep>>(c => () => Decide(net, c, now)),
    ];

    private static ImportStep Decide(Network net, ImportedAccount item, long now)
    {
        if (net.FindAccount(item.Name) is { IsUnregistered: false } here
            && (item.RegisteredAt == 0 || here.RegisteredAt == item.RegisteredAt))
            return ImportStep.There;
        Notes notes = new($"account {item.Name}");
        if ((AccountRules.RefusalOfAccount(net, item.Name)?.Text ?? BanRules.RefusalOfNick(net, item.Name)) is { } why)
            return notes.Refuse(why);
        Account account = new()
        {
            Name = item.Name, RegisteredAt = item.RegisteredAt == 0 ? now : item.RegisteredAt, Secret = item.Secret,
            Email = item.Email, Certfps = CertfpsOf(net, item, notes), Nicks = NicksOf(net, item, notes),
            Vhost = VhostOf(net, item, notes),
        };
        return new ImportStep([new AccountImported(account)], notes.All);
    }

    private static List<string> CertfpsOf(Network net, ImportedAccount item, Notes notes)
    {
        List<string> taken = [];
        foreach (string certfp in item.Certfps.Distinct())
            if (net.FindAccountOf(certfp) is { } other) notes.Add($"certificate {certfp}: it is {other.Name}'s");
            else if (taken.Count >= Account.CertfpsMost)
                notes.Add($"certificate {certfp}: an account has at most {Account.CertfpsMost}");
            else taken.Add(certfp);
        return taken;
    }

    // As many as it had: the limit is for those who group nicks.
    private static List<string> NicksOf(Network net, ImportedAccount item, Notes notes)
    {
        List<string> taken = [];
        HashSet<Folded> folded = [net.Fold(item.Name)];
        foreach (string nick in item.Nicks)
            if ((AccountRules.RefusalOfAccount(net, nick)?.Text ?? BanRules.RefusalOfNick(net, nick)) is { } why)
                notes.Add($"nick {nick}: {why}");
            else if (folded.Add(net.Fold(nick))) taken.Add(nick);
        return taken;
    }

    private static Vhost? VhostOf(Network net, ImportedAccount item, Notes notes)
    {
        if (string.IsNullOrEmpty(item.Vhost)) return null;
        if (Names.IsHostname(item.Vhost, net.Config.Limits.HostLen))
            return new Vhost { Host = item.Vhost, IsOn = true };
        notes.Add($"vhost {item.Vhost}: it is no host's name with a dot");
        return null;
    }

    private static ImportStep Decide(Network net, ImportedChannel item, long now)
    {
        Notes notes = new($"channel {item.Name}");
        if (!Names.IsChannel(item.Name, net.Config.Limits.ChannelLen))
            return notes.Refuse("there can be no such channel");
        if (net.FindAccount(item.Founder) is not { IsOwned: true } founder)
            return notes.Refuse($"there is no account {item.Founder}, which is its founder");
        if (net.FindRegistration(item.Name) is { } here)
            return here.Founder == founder.Name
                ? ImportStep.There
                : notes.Refuse($"it is registered here, and {here.Founder}'s");
        if (net.Bans.FindChannel(item.Name, net.Config.Casemapping) is { } held)
            return notes.Refuse($"this channel is reserved: {held.Reason}");
        Channel? channel = net.FindChannel(item.Name);
        ChannelRegistration registration = new()
        {
            Channel = channel?.Name ?? item.Name, Founder = founder.Name,
            RegisteredAt = item.RegisteredAt == 0 ? now : item.RegisteredAt,
            Access = AccessOf(net, item, founder, notes),
        };
        ChannelImported imported = new(
            registration, ModesOf(net, item, notes), Services.HostmaskOf(net.Config, AccountRules.ChanServ))
        {
            Topic = TopicOf(net, item, now, notes), Creates = channel is null,
        };
        return new ImportStep([imported, .. StatusesOf(net, channel, registration)], notes.All);
    }

    private static List<ChannelAccess> AccessOf(Network net, ImportedChannel item, Account founder, Notes notes)
    {
        SortedDictionary<string, MemberModes> taken = new(StringComparer.Ordinal);
        foreach (var (name, letter) in item.Access)
            if (net.FindAccount(name) is not { IsOwned: true } account) notes.Add($"{name}: there is no such account");
            else if (account.Name == founder.Name) continue;
            else if (letter.Length != 1 || MemberModeTable.Find(letter[0]) is not { } mode)
                notes.Add($"{name}: there is no status '{letter}'");
            else if (taken.Count >= ChannelRegistration.AccessMost)
                notes.Add($"{name}: an access list has at most {ChannelRegistration.AccessMost} accounts");
            else taken[account.Name] = mode.Bit;
        return [.. taken.Select(a => new ChannelAccess(a.Key, a.Value))];
    }

    private static List<ModeChange> ModesOf(Network net, ImportedChannel item, Notes notes)
    {
        List<ModeChange> changes = [];
        foreach (char letter in item.Modes.Distinct())
            if (ChannelModeTable.Find(letter) is not { Kind: ModeKind.Flag } mode)
                notes.Add($"mode {letter}: there is no such mode without a parameter");
            else if (mode.OperOnly) notes.Add($"mode {letter}: only operators of the network set it");
            else changes.Add(new ModeChange(true, letter, null, null));
        if (item.Key is { Length: > 0 } key)
            if (Names.IsChannelKey(key, net.Config.Limits.KeyLen)) changes.Add(new ModeChange(true, 'k', key, null));
            else notes.Add("its key is none that can be used here");
        if (item.Limit > 0)
            changes.Add(new ModeChange(true, 'l', item.Limit.ToString(CultureInfo.InvariantCulture), null));
        if (item.Forward is { Length: > 0 } forward)
            if (Names.IsChannel(forward, net.Config.Limits.ChannelLen) && net.Fold(forward) != net.Fold(item.Name))
                changes.Add(new ModeChange(true, 'f', forward, null));
            else notes.Add($"mode f: {forward} is no channel to which users could be sent");
        return changes;
    }

    private static Topic? TopicOf(Network net, ImportedChannel item, long now, Notes notes)
    {
        if (item.Topic.Length == 0) return null;
        string text = Utf8Text.Truncate(string.Concat(item.Topic.Where(c => c is not ('\0' or '\r' or '\n'))),
            net.Config.Limits.TopicLen);
        if (text.Length < item.Topic.Length) notes.Add("the end of its topic: it is longer than topics are here");
        string by = item.TopicSetBy is { Length: > 0 } setter && !setter.AsSpan().ContainsAny(' ', '\r', '\n')
            ? Utf8Text.Truncate(setter, net.Config.Limits.HostLen)
            : Services.HostmaskOf(net.Config, AccountRules.ChanServ);
        return new Topic(text, by, item.TopicSetAt == 0 ? now : item.TopicSetAt);
    }

    // Those who are in the channel already.
    private static IEnumerable<Event> StatusesOf(Network net, Channel? channel, ChannelRegistration registration) =>
        channel is null ? [] : registration.Accounts.Distinct().SelectMany(account => AccessGrants.OfAccount(
            net, channel, account, MemberModes.None, registration.StatusOf(account)));

    /// <summary>What of one item is left out, bounded.</summary>
    private sealed class Notes(string what)
    {
        private const int Most = 20;

        private readonly List<string> _all = [];
        private int _more;

        public IReadOnlyList<string> All =>
            _more == 0 ? _all : [.. _all, string.Create(CultureInfo.InvariantCulture, $"{what}: and {_more} more")];

        public void Add(string why)
        {
            if (_all.Count < Most) _all.Add(SidecarWords.Said($"{what}: {why}"));
            else _more++;
        }

        public ImportStep Refuse(string why)
        {
            Add($"all of it: {why}");
            return new ImportStep([], All);
        }
    }
}
