using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ AKICK, which bans accounts from a registered channel, and HOWTOBAN. An AKICK is an entry of list b, for a
/// time if one is named: members see it, and MODE takes it off, too.
/// https://ircv3.net/specs/extensions/account-extban
/// </summary>
static class ChanServBans
{
    // Bytes of a reason.
    private const int ReasonLen = 200;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("AKICK", "channel ADD account [time] [reason] | channel DEL account | channel LIST",
            "keeps an account out of the channel, for a time such as 12h or 7d, or until it is taken off", Akick),
        new("HOWTOBAN", "channel nick", "says how to ban somebody from the channel", HowToBan),
    ];

    private static Decision Akick(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return ChanServ.Usage(net, by, "AKICK");
        if (!ChanServ.TryFind(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (RegistrationRules.RankOf(by.User, registration) < MemberModes.Operator)
            return ChanServ.Notice(net, by, "Your status in this channel does not allow that");
        string sub = words[2].ToUpperInvariant();
        if (sub == "LIST") return List(net, by, channel);
        if (words.Count < 4 || sub is not ("ADD" or "DEL")) return ChanServ.Usage(net, by, "AKICK");
        if (net.FindAccount(words[3])?.Name is not { } account)
            return ChanServ.Notice(net, by, "There is no such account");
        return sub == "ADD"
            ? Add(net, by, channel, registration, account, words)
            : Remove(net, by, channel, account);
    }

    private static Decision Add(
        Network net, Caller by, Channel channel, ChannelRegistration registration, string account,
        IReadOnlyList<string> words)
    {
        if (registration.StatusOf(account) != MemberModes.None)
            return ChanServ.Notice(net, by, $"{account} has a status in {channel.Name}; take it off first");
        if (Find(channel, account) is not null)
            return ChanServ.Notice(net, by, $"{account} is banned from {channel.Name} already");
        if (channel.Bans.Count + channel.Exceptions.Count + channel.InviteExceptions.Count
            >= net.Config.Limits.ListModes)
            return ChanServ.Notice(net, by, "The lists of the channel are full");
        bool isTimed = words.Count > 4 && Duration.TryParse(words[4], out long lasts) && lasts >= 1000;
        string text = $"{(isTimed ? $"t:{words[4]}:" : "")}{ExtbanTable.Account}:{account}";
        if (ListMask.Normalize(text, 'b', net.Config.Limits, out string why) is not { } mask)
            return ChanServ.Notice(net, by, why);
        string reason = string.Join(' ', words.Skip(isTimed ? 5 : 4));
        reason = reason.Length == 0 ? "You are banned from this channel" : Utf8Text.Truncate(reason, ReasonLen);
        return new Decision(
            [
                .. AccessGrants.Announceable(net, channel, [new ModeChange(true, 'b', mask, null)]),
                .. net.UsersOf(account).Where(id => net.FindMember(channel.Name, id) is not null)
                    .Select(id => new MemberKicked(channel.Name, id, by.Id, reason)),
            ],
            [ChanServ.Notice(net, by, $"{account} is banned from {channel.Name} now")]);
    }

    private static Decision Remove(Network net, Caller by, Channel channel, string account) =>
        Find(channel, account) is { } entry
            ? new Decision(
                [.. AccessGrants.Announceable(net, channel, [new ModeChange(false, 'b', entry.Mask, null)])],
                [ChanServ.Notice(net, by, $"{account} is not banned from {channel.Name} any more")])
            : ChanServ.Notice(net, by, $"{account} is not banned from {channel.Name}");

    private static Decision List(Network net, Caller by, Channel channel)
    {
        string[] told =
        [
            .. from entry in channel.Bans
               let account = AccountOf(entry.Mask)
               where account is not null
               let until = entry.ExpiresAt is { } at ? $", until {HumanTime.Of(at)}" : ""
               select $"{account}, by {entry.SetBy}{until}",
        ];
        return Decision.Reply(
            told.Append($"Accounts banned from {channel.Name}: {told.Length}")
                .Select(text => ChanServ.Notice(net, by, text)));
    }

    private static ListEntry? Find(Channel channel, string account) => channel.Bans.FirstOrDefault(
        entry => string.Equals(AccountOf(entry.Mask), account, StringComparison.OrdinalIgnoreCase));

    // Null: the mask is about something else, or about several accounts.
    private static string? AccountOf(string text)
    {
        ListMask mask = ListMask.Read(text);
        return mask.Compares == ExtbanTable.Account && mask is { Acts: '\0', IsInverted: false }
            && !mask.Pattern.ContainsAny('*', '?')
            ? mask.Pattern.ToString()
            : null;
    }

    private static Decision HowToBan(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return ChanServ.Usage(net, by, "HOWTOBAN");
        if (net.FindChannel(words[1]) is not { } channel)
            return ChanServ.Notice(net, by, $"There is no channel {ChanServ.Shown(words[1])}");
        if (!ChannelRules.MayChangeModes(net.FindMember(channel.Name, by.Id)))
            return ChanServ.Notice(net, by, "You must be an operator of the channel");
        if (net.FindUser(words[2]) is not { } target)
            return ChanServ.Notice(net, by, $"There is nobody named {ChanServ.Shown(words[2])}");
        string mask = target.Account is { } account ? $"{ExtbanTable.Account}:{account}" : $"*!*@{target.Host}";
        return Decision.Reply(
            ChanServ.Notice(net, by, target.Account is null
                ? $"{target.Nick} is not logged in; ban the host, which others may share"
                : $"{target.Nick} is logged in; ban the account"),
            ChanServ.Notice(net, by, $"Write: MODE {channel.Name} +b {mask}"));
    }
}
