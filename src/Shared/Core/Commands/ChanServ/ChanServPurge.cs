using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// ChanServ PURGE, for operators: ends a channel for good. Its name is reserved (RESV), everybody is put out of it, and
/// its registration is gone. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class ChanServPurge
{
    // Reservations that one LIST shows.
    private const int ListedMost = 100;

    private const string NoReason = "This channel was ended by the operators of the network";

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("PURGE", "ADD channel code [reason] | DEL channel | LIST",
            "ends a channel, so that nobody can join it; you are told the code first", Purge)
        {
            Needs = OperCapabilities.Channels,
        },
    ];

    private static Decision Purge(Network net, Caller by, IReadOnlyList<string> words)
    {
        string sub = (words.ElementAtOrDefault(1) ?? "").ToUpperInvariant();
        if (sub == "LIST") return List(net, by);
        if (words.Count < 3 || sub is not ("ADD" or "DEL")) return ChanServ.Usage(net, by, "PURGE");
        string name = words[2];
        if (!Names.IsChannel(name, net.Config.Limits.ChannelLen))
            return ChanServ.Notice(net, by, "That is no channel's name");
        return sub == "ADD" ? Add(net, by, name, words) : Remove(net, by, name);
    }

    private static Decision Add(Network net, Caller by, string name, IReadOnlyList<string> words)
    {
        Channel? channel = net.FindChannel(name);
        string target = channel?.Name ?? name;
        if (net.Bans.Refusal(BanKind.Channel, target, net.Config.Casemapping) is { } full)
            return ChanServ.Notice(net, by, full);
        string code = Confirmation.CodeOf("PURGE", target, channel?.Created ?? 0);
        if (words.ElementAtOrDefault(3) != code)
            return Decision.Reply(
                ChanServ.Notice(
                    net, by, $"{target} will end, and {net.MembersOf(target).Count} users will be put out of it"),
                ChanServ.Notice(net, by, $"If that is what you want, write: PURGE ADD {target} {code} [reason]"));
        string given = Utf8Text.Truncate(string.Join(' ', words.Skip(4)), BanRules.ReasonLen);
        string reason = given.Length == 0 ? NoReason : given;
        NetworkBan held = new(BanKind.Channel, target, reason, by.User.Hostmask, by.Now);
        return new Decision(
            [
                new BanSet(held),
                .. channel is null
                    ? Array.Empty<Event>()
                    : [new ChannelPurged(target, ChanServ.Hostmask(net), reason)],
            ],
            [ChanServ.Notice(net, by, $"{target} is ended; nobody can join it")]);
    }

    private static Decision Remove(Network net, Caller by, string name) =>
        net.Bans.Find(BanKind.Channel, name) is { } held
            ? new Decision(
                [new BanLifted(BanKind.Channel, held.Target, by.User.Hostmask)],
                [ChanServ.Notice(net, by, $"{held.Target} can be used again")])
            : ChanServ.Notice(net, by, $"{name} was not ended");

    private static Decision List(Network net, Caller by)
    {
        string[] told =
        [
            .. from ban in net.Bans.All
               where ban.Kind == BanKind.Channel
               orderby ban.Target
               select $"{ban.Target}, by {ban.SetBy}: {ban.Reason}",
        ];
        return Decision.Reply(
            told.Take(ListedMost).Append($"Channels that nobody can join: {told.Length}")
                .Select(text => ChanServ.Notice(net, by, text)));
    }
}
