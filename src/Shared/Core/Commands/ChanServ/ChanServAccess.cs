using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ OP, DEOP, AMODE and CLEAR: which statuses accounts have in a registered channel.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class ChanServAccess
{
    // Members whom one CLEAR puts out: each of the others is told of each.
    private const int ClearedMost = 200;

    private const string Cleared = "Cleared by ChanServ";

    private const MemberModes Ops = MemberModes.Founder | MemberModes.Admin | MemberModes.Operator;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("OP", "channel [nick]", "gives you the status that you have in the channel, or makes somebody an operator",
            Op),
        new("DEOP", "channel [nick]", "takes the status of an operator from you or from somebody", Deop),
        new("AMODE", "channel [+mode account | -mode account]",
            "lists or changes the statuses (q, a, o, h, v) that accounts get whenever they join", Amode),
        new("CLEAR", "channel USERS|ACCESS",
            "puts everybody else out, or empties the access list and the lists b, e and I", Clear),
    ];

    private static Decision Op(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return ChanServ.Usage(net, by, "OP");
        if (!ChanServ.TryFind(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (!TryFindMember(net, by, channel, words, out User target, out refusal)) return refusal;
        MemberModes rank = RegistrationRules.RankOf(by.User, registration);
        MemberModes own = registration.StatusOf(target.Account), gets = own;
        if (target.Id != by.Id || rank > own)
        {
            if (rank < MemberModes.Operator) return NoRight(net, by);
            gets = own > MemberModes.Operator ? own : MemberModes.Operator;
        }

        if (gets == MemberModes.None) return NoRight(net, by);
        return Changed(net, by, channel, target, MemberModes.None, gets, "has that status already");
    }

    private static Decision Deop(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return ChanServ.Usage(net, by, "DEOP");
        if (!ChanServ.TryFind(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (!TryFindMember(net, by, channel, words, out User target, out refusal)) return refusal;
        MemberModes rank = RegistrationRules.RankOf(by.User, registration);
        bool may = target.Id == by.Id || RegistrationRules.IsFounder(by.User, registration)
            || (rank >= MemberModes.Operator && rank > registration.StatusOf(target.Account));
        return may ? Changed(net, by, channel, target, Ops, MemberModes.None, "is no operator") : NoRight(net, by);
    }

    private static Decision Changed(
        Network net, Caller by, Channel channel, User target, MemberModes loses, MemberModes gets, string nothing)
    {
        ModeChange[] changes = [.. AccessGrants.Changes(net, channel, target, loses, gets)];
        return changes.Length == 0
            ? ChanServ.Notice(net, by, $"{target.Nick} {nothing}")
            : new Decision([.. AccessGrants.Announceable(net, channel, changes)], [ChanServ.Notice(net, by, "Done")]);
    }

    // Who is named, or who asks.
    private static bool TryFindMember(
        Network net, Caller by, Channel channel, IReadOnlyList<string> words, out User target, out Decision refusal)
    {
        target = words.Count > 2 ? net.FindUser(words[2]) ?? by.User : by.User;
        bool isThere = words.Count < 3 || net.FindUser(words[2]) is not null;
        refusal = ChanServ.Notice(net, by, isThere
            ? $"{target.Nick} is not in {channel.Name}"
            : $"There is nobody named {ChanServ.Shown(words[2])}");
        return isThere && net.FindMember(channel.Name, target.Id) is not null;
    }

    private static Decision Amode(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return ChanServ.Usage(net, by, "AMODE");
        if (!ChanServ.TryFind(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        if (words.Count == 2) return List(net, by, channel, registration);
        if (words.Count < 4 || words[2] is not [var sign and ('+' or '-'), var letter]
            || MemberModeTable.Find(letter) is not { } mode)
            return ChanServ.Usage(net, by, "AMODE");
        if (net.FindAccount(words[3]) is not { IsOwned: true, Name: var account })
            return ChanServ.Notice(net, by, "There is no such account");
        return account == registration.Founder
            ? ChanServ.Notice(net, by, $"{account} is the founder, and always has +q")
            : Set(net, by, channel, registration, account, sign == '+' ? mode.Bit : MemberModes.None, mode);
    }

    private static Decision Set(
        Network net, Caller by, Channel channel, ChannelRegistration registration, string account, MemberModes after,
        MemberMode mode)
    {
        MemberModes before = registration.StatusOf(account);
        if (!RegistrationRules.MayChangeAccess(by.User, registration, account, before, after)) return NoRight(net, by);
        if (after == MemberModes.None && before != mode.Bit)
            return ChanServ.Notice(net, by, $"{account} does not have +{mode.Letter} here");
        if (after == before) return ChanServ.Notice(net, by, $"{account} has +{mode.Letter} already");
        if (before == MemberModes.None && registration.Access.Count >= ChannelRegistration.AccessMost)
            return ChanServ.Notice(net, by, $"An access list has at most {ChannelRegistration.AccessMost} accounts");
        return new Decision(
            [
                ChanServ.Changed(channel, registration.With(account, after)),
                .. AccessGrants.OfAccount(net, channel, account, before, after),
            ],
            [
                ChanServ.Notice(net, by, after == MemberModes.None
                    ? $"{account} has no status in {channel.Name} any more"
                    : $"{account} has +{mode.Letter} in {channel.Name} now"),
            ]);
    }

    private static Decision List(Network net, Caller by, Channel channel, ChannelRegistration registration)
    {
        if (RegistrationRules.RankOf(by.User, registration) == MemberModes.None) return NoRight(net, by);
        string[] told =
        [
            $"{registration.Founder}: founder (+q)",
            .. from access in registration.Access
               let mode = MemberModeTable.All.First(m => m.Bit == access.Status)
               select $"{access.Account}: +{mode.Letter}",
            $"Accounts with a status in {channel.Name}: {registration.Access.Count + 1}",
        ];
        return Decision.Reply(told.Select(text => ChanServ.Notice(net, by, text)));
    }

    private static Decision Clear(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return ChanServ.Usage(net, by, "CLEAR");
        if (!ChanServ.TryFindOwn(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        return words[2].ToUpperInvariant() switch
        {
            "USERS" => ClearUsers(net, by, channel),
            "ACCESS" => ClearAccess(net, by, channel, registration),
            _ => ChanServ.Usage(net, by, "CLEAR"),
        };
    }

    private static Decision ClearUsers(Network net, Caller by, Channel channel)
    {
        UserId[] others = [.. net.MembersOf(channel.Name).Keys.Where(id => id != by.Id).OrderBy(id => id.Value)];
        int left = Math.Max(0, others.Length - ClearedMost);
        return new Decision(
            [.. others.Take(ClearedMost).Select(id => new MemberKicked(channel.Name, id, by.Id, Cleared))],
            [
                ChanServ.Notice(net, by, left == 0
                    ? $"{channel.Name} is cleared of {others.Length} users"
                    : $"{channel.Name} is cleared of {ClearedMost} users; {left} are left: write it once more"),
            ]);
    }

    private static Decision ClearAccess(
        Network net, Caller by, Channel channel, ChannelRegistration registration) => new(
        [
            ChanServ.Changed(channel, registration with { Access = [] }),
            .. AccessGrants.Announceable(net, channel,
            [
                .. from list in ChannelModeTable.Letters(ModeKind.List)
                   from entry in channel.ListOf(list)
                   select new ModeChange(false, list, entry.Mask, null),
            ]),
        ],
        [ChanServ.Notice(net, by, $"The access list of {channel.Name} and its lists b, e and I are empty now")]);

    private static Decision NoRight(Network net, Caller by) =>
        ChanServ.Notice(net, by, "Your status in this channel does not allow that");
}
