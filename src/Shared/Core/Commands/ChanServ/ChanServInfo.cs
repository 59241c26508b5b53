using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ INFO, and LIST for operators. https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class ChanServInfo
{
    // Channels that one LIST shows, and that it looks at: the root decides nothing else meanwhile.
    private const int ListedMost = 100, LookedMost = 50_000;

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("INFO", "[channel]", "tells about a registered channel, or which channels are yours", Info),
        new("LIST", "[mask]", "lists registered channels", List) { Needs = OperCapabilities.Channels },
    ];

    private static Decision Info(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return Own(net, by);
        if (BanOf(net, words[1]) is { } purged)
            return ChanServ.Notice(net, by, $"{purged.Target} is reserved: {purged.Reason}");
        if (!ChanServ.TryFind(net, by, words[1], out Channel? channel, out var registration, out Decision refusal))
            return refusal;
        List<string> told =
        [
            $"Channel: {channel.Name}", $"Founder: {registration.Founder}",
            $"Registered: {HumanTime.Of(registration.RegisteredAt)}",
        ];
        if (RegistrationRules.RankOf(by.User, registration) != MemberModes.None)
            told.Add($"Accounts with a status: {registration.Access.Count + 1}");
        if (RegistrationRules.IsFounder(by.User, registration) && registration.OfferedTo is { } heir)
            told.Add($"Offered to: {heir}");
        return Told(net, by, told);
    }

    private static NetworkBan? BanOf(Network net, string name) =>
        net.Bans.FindChannel(name, net.Config.Casemapping);

    private static Decision Own(Network net, Caller by)
    {
        if (by.User.Account is not { } account) return ChanServ.Notice(net, by, "You are not logged in");
        IReadOnlyList<ChannelRegistration> own = net.ChannelsFoundedBy(account);
        return Told(net, by,
        [
            .. own.Select(c => c.Channel),
            $"Channels of {account}: {own.Count} of {net.Config.Channels.MostPerAccount}",
        ]);
    }

    private static Decision List(Network net, Caller by, IReadOnlyList<string> words)
    {
        Glob mask = new(words.Count > 1 ? words[1] : "*", net.Config.Casemapping);
        ChannelRegistration[] found =
        [
            .. net.Registrations.Take(LookedMost).Where(c => mask.Matches(c.Channel))
                .OrderBy(c => c.Channel, StringComparer.Ordinal).Take(ListedMost),
        ];
        string end = net.Registrations.Count > LookedMost
            ? $"Shown: {found.Length} of the first {LookedMost} of {net.Registrations.Count} registered channels"
            : $"Shown: {found.Length} of {net.Registrations.Count} registered channels";
        return Told(net, by, [.. found.Select(c => $"{c.Channel}, of {c.Founder}"), end]);
    }

    private static Decision Told(Network net, Caller by, IEnumerable<string> texts) =>
        Decision.Reply(texts.Select(text => ChanServ.Notice(net, by, text)));
}
