using System.Globalization;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ CLIENTS: lists the clients that are one user, and ends some of them. Operators with accreg do so for
/// others, and see on which leaf a client is. https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class NickServClients
{
    private const string All = "ALL", Ended = "Logged out";

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("CLIENTS", "LIST [nick] | LOGOUT [nick] number|all", "lists the clients that are one user, or ends some",
            Clients),
    ];

    private static Decision Clients(Network net, Caller by, IReadOnlyList<string> words)
    {
        bool isList = Is(words.ElementAtOrDefault(1), "LIST"), isLogout = Is(words.ElementAtOrDefault(1), "LOGOUT");
        int named = isList ? 3 : 4;
        if (!(isList || isLogout) || words.Count < named - 1 || words.Count > named)
            return NickServ.Usage(net, by, "CLIENTS");
        User? user = words.Count < named ? by.User : net.FindUser(words[2]);
        if (!IsOwn(by, user) && OperRules.Refusal(by.User, OperCapabilities.Accounts) is { } refusal) return refusal;
        if (user is null) return NickServ.Notice(net, by, "There is nobody with that nick");
        return isList ? List(net, by, user) : Logout(net, by, user, words[^1]);
    }

    private static Decision List(Network net, Caller by, User user) => Decision.Reply(
        [
            .. user.Sessions.Select(s => NickServ.Notice(net, by, Shown(by, user, s))),
            NickServ.Notice(net, by, $"Clients of {user.Nick}: {user.Sessions.Count}"),
        ]);

    private static string Shown(Caller by, User user, UserSession session)
    {
        SessionNotes notes = session.Notes ?? SessionNotes.None;
        IEnumerable<string?> facts =
        [
            session.Hostname is { } name ? $"{session.Address} ({name})" : session.Address,
            $"since {HumanTime.Of(notes.Since == 0 ? user.SignedOn : notes.Since)}",
            session.Gateway is { } gateway ? $"by {gateway}" : null,
            session.Certfp is { } certfp ? $"certificate {certfp}" : null,
            notes.Device is { } device ? $"device {device}" : null,
            session.SentAwayAt is not null ? "sent away by its leaf" : notes.Away is not null ? "away" : null,
            OperRules.May(by.User, OperCapabilities.Accounts) ? $"on {session.Id.Leaf}" : null,
            session.Id == by.Session ? "this one" : null,
        ];
        string number = notes.Number.ToString(CultureInfo.InvariantCulture);
        return $"{number}: {string.Join(", ", facts.OfType<string>())}";
    }

    private static Decision Logout(Network net, Caller by, User user, string which)
    {
        SessionId[] ended =
        [
            .. from session in user.Sessions
               where Is(which, All)
                   || which == (session.Notes?.Number ?? 0).ToString(CultureInfo.InvariantCulture)
               select session.Id,
        ];
        if (ended.Length == 0) return NickServ.Notice(net, by, "There is no such client; CLIENTS LIST has the numbers");
        return new Decision(
            [
                .. IsOwn(by, user)
                    ? Array.Empty<Event>()
                    : [Auditing.Note(by, "NICKSERV", user.Nick, $"CLIENTS LOGOUT {user.Nick} {which}")],
                .. Attachment.Detach(
                    net, user, ended, Ended, () => FilterGate.Quit(net, user, new UserQuit(user.Id, Ended))),
            ],
            [NickServ.Notice(net, by, $"Clients ended: {ended.Length}")]);
    }

    // They themselves, or another user of their account.
    private static bool IsOwn(Caller by, User? user) =>
        user?.Id == by.Id || (user?.Account is { } account && account == by.User.Account);

    private static bool Is(string? word, string sub) => sub.Equals(word, StringComparison.OrdinalIgnoreCase);
}
