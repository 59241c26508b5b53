using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// How connections become users and end, and how leaves begin: what leaves ask of the root besides their clients'
/// lines. https://modern.ircdocs.horse/#connection-registration
/// </summary>
public static class Admission
{
    /// <summary>A connection wants to become a user; nick "*" stands for an asker who has no nick yet.</summary>
    /// <param name="cloaks">The cloaks of its address, the newest first; none: it is shown.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="oper">The operator that a new user becomes by its certificate; null: none.</param>
    public static Decision Open(
        Network net, SessionId session, SessionOpened ask, IReadOnlyList<string> cloaks, long now, Oper? oper = null)
    {
        if (net.FindUser(session) is not null) return Decision.Nothing;
        Decision come = Come(net, session, ask, cloaks, now, oper);
        return come.Events.Count > 0 && ask.WantsPersistence && Persistence.Told(net, ask.Account) is { } status
            ? come with { Replies = [.. come.Replies, status] }
            : come;
    }

    private static Decision Come(
        Network net, SessionId session, SessionOpened ask, IReadOnlyList<string> cloaks, long now, Oper? oper)
    {
        User? lost = ask.Resumes is { } digest ? net.FindResumable(digest) : null;
        if (RefusalOfBanned(net, ask, cloaks, lost) is { } banned) return banned;
        if (ask.Resumes is null) return Register(net, session, ask, cloaks, now, oper);
        if (RefusalToResume(lost, ask) is not var (code, why)) return Resume(net, session, ask, lost!, now);
        Decision anew = Register(net, session, ask, cloaks, now, oper);
        return anew with { Replies = [StandardReply.Fail("RESUME", code, why), .. anew.Replies] };
    }

    // The code and the text of the FAIL.
    private static (string Code, string Why)? RefusalToResume(User? lost, SessionOpened ask)
    {
        if (lost is null) return ("INVALID_TOKEN", "Nobody has this token any more");
        return lost.Has(UserModes.Secure) && !ask.Secure
            ? ("INSECURE_SESSION", "Who was connected with TLS can be resumed only with TLS")
            : null;
    }

    private static Decision Resume(Network net, SessionId session, SessionOpened ask, User lost, long now)
    {
        Event[] login = ask.Account is { } account && account != lost.Account
            ? [.. AccountActs.LogIn(net, lost with { Session = session }, account, session, ask.Device)]
            : [];
        UserResumed resumed = new(lost.Id, session, ask.Resume, ask.Address)
        {
            Certfp = ask.Certfp, Gateway = ask.Gateway, Hostname = HostnameOf(ask), Via = ask.Via,
            Place = ask.Place,
        };
        IEnumerable<Event> gone = ask.Away is not { } text ? []
            : SessionRules.IsAwayBySessions(net, lost)
                ? Away.Said(net, lost with { Session = session }, session, text, now)
            : AwayOf(net, ask) is { } away ? Away.Changed(lost, away)
            : [];
        return new Decision([resumed, .. login, .. gone], []);
    }

    private static Decision Register(
        Network net, SessionId session, SessionOpened ask, IReadOnlyList<string> cloaks, long now, Oper? oper)
    {
        if (RefusalOfConnection(net, ask, now) is { } closed) return closed;
        User? holder = net.FindUser(ask.Nick);
        if (holder is not null && SessionRules.MayAttach(net, holder, ask.Account))
            return Attachment.Attach(net, session, ask, HostnameOf(ask), holder, now);
        if (RefusalOfName(net, ask) is { } bad) return bad;
        if (RefusalOfAccount(net, ask) is { } unknown) return unknown;
        if (holder is not null && !net.IsGone(holder)) return ERR_NICKNAMEINUSE.For("*", ask.Nick);
        User newcomer = new()
        {
            Id = net.NextUser, Nick = ask.Nick, Username = ask.Username, Realname = ask.Realname,
            Host = VhostOf(net, ask) ?? HostOf(net, ask, cloaks), Hostname = HostnameOf(ask),
            Cloak = CloakOf(cloaks), EarlierCloaks = EarlierOf(cloaks),
            Address = ask.Address, Via = ask.Via, Place = ask.Place, Session = session,
            Certfp = ask.Certfp, Gateway = ask.Gateway, Metadata = MetadataOf(net, ask), Resume = ask.Resume,
            Away = AwayOf(net, ask), Account = ask.Account,
            Notes = Attachment.NotesOf(net, ask, now),
            Modes = net.Config.DefaultUserModes | (ask.Secure ? UserModes.Secure : UserModes.None),
        };
        Decision come = new(
        [
            // A client that lost its leaf and comes back finds its nick free.
            .. holder is null ? Array.Empty<Event>() : [new UsersSplit(holder.Session.Leaf, [holder.Id])],
            new UserRegistered(newcomer),
            .. oper is null ? [] : OperStatus.Grant(newcomer, oper),
        ], []);
        return FilterGate.Admit(net, ask, now, come);
    }

    // DEFCON, and too many of one address or of a connection class.
    private static Decision? RefusalOfConnection(Network net, SessionOpened ask, long now)
    {
        if (DefconRules.RefusalToCome(net, ask.Address, ask.Via, ask.Account) is var (told, closed))
            return Decision.Reply(
                [.. told is null ? Array.Empty<Line>() : [told], new Line(null, "ERROR", closed) { Trailing = true }]);
        ClientOrigin origin = new(ask.Address, ask.Via, ask.Secure, ask.Gateway is not null, ask.Account)
        {
            Place = ask.Place,
        };
        string? why = net.AddressLimits.GroupOf(ask.Address, ask.Via) is { } group
            ? net.AddressCounts.Refusal(net.Classes.Limit(group, origin, mayLogIn: false), now)
            : null;
        if (why is null && net.Classes.IsFull(origin)) why = "Too many connections of your kind; try again later";
        return why is null ? (Decision?)null : new Line(null, "ERROR", why) { Trailing = true };
    }

    private static Line? RefusalOfName(Network net, SessionOpened ask)
    {
        if (!Names.IsNick(ask.Nick, net.Config.Limits.NickLen)) return ERR_ERRONEUSNICKNAME.For("*", ask.Nick);
        return BanRules.RefusalOfNick(net, ask.Nick) is { } reserved
            ? (ERR_ERRONEUSNICKNAME with { Text = reserved }).For("*", ask.Nick)
            : null;
    }

    // Who must log in, or has a nick for which one must. The tickets say that the account is the asker's.
    private static Decision? RefusalOfAccount(Network net, SessionOpened ask)
    {
        if (AccountRules.IsService(net.Config, ask.Nick)) return ERR_ERRONEUSNICKNAME.For("*", ask.Nick);
        if (AccountRules.IsReserved(net, ask.Nick, ask.Account))
            return Decision.Reply(AccountRules.Reserved(ask.Nick), ERR_NICKNAMEINUSE.For("*", ask.Nick));
        if (ask.Account is null && net.Config.Accounts.NeedsSasl(ask.Address, ask.Via))
            return Decision.Reply(
                StandardReply.Fail("*", "ACCOUNT_REQUIRED", LogIn),
                new Line(null, "ERROR", LogIn) { Trailing = true });
        if (ask.Account is not { } name || AccountRules.RefusalToLogIn(net, net.FindAccount(name)!) is not { } why)
            return null;
        return new Line(null, "ERROR", why) { Trailing = true };
    }

    private const string LogIn = "You must log in to an account (SASL) to come in from there";

    /// <summary>The answer to a connection whose gateway the configuration does not have any more.</summary>
    public static Line WrongGateway { get; } = new(null, "ERROR", "Unknown WEBIRC gateway") { Trailing = true };

    /// <summary>
    /// The answer to a connection that has no valid ticket for what it had to prove: its leaf proves it once more.
    /// </summary>
    public static Line Unproved { get; } =
        new(null, "ERROR", "The network could not check your password; try again") { Trailing = true };

    /// <summary>
    /// The answer to a connection whose registration an earlier root refused: the reason was lost with that root.
    /// </summary>
    public static Line AnswerLost { get; } =
        new(null, "ERROR", "The answer to your registration was lost; connect again") { Trailing = true };

    // Leaves refuse whom they can. But they do not know cloaks, and may not have heard of a ban yet.
    private static Decision? RefusalOfBanned(
        Network net, SessionOpened ask, IReadOnlyList<string> cloaks, User? lost)
    {
        if (net.Bans.Count == 0) return null;
        string[] hosts =
            [.. new[] { HostOf(net, ask, cloaks), ask.Host, VhostOf(net, ask) }.OfType<string>(), .. cloaks];
        BanSubject asker = new(lost?.Nick ?? ask.Nick, ask.Username, hosts, ask.Address)
        {
            Account = ask.Account ?? lost?.Account, Certfp = ask.Certfp, Place = ask.Place,
        };
        if (net.Bans.Find(asker, net.Config.Casemapping) is not { } ban) return null;
        (Line told, string closed) = BanRules.Refusal(net.Config, ban);
        return Decision.Reply(told, new Line(null, "ERROR", closed) { Trailing = true });
    }

    private static string HostOf(Network net, SessionOpened ask, IReadOnlyList<string> cloaks) =>
        ask.Via.HasFlag(Via.Tor) ? net.Config.Transport.Tor.Vhost : CloakOf(cloaks) ?? ask.Host;

    private static string? CloakOf(IReadOnlyList<string> cloaks) => cloaks.Count > 0 ? cloaks[0] : null;

    private static string[]? EarlierOf(IReadOnlyList<string> cloaks) => cloaks.Count > 1 ? [.. cloaks.Skip(1)] : null;

    private static string? VhostOf(Network net, SessionOpened ask) =>
        ask.Account is { } account ? net.FindAccount(account)?.Vhost?.Shown : null;

    private static string? HostnameOf(SessionOpened ask) => ask.Host == ask.Address ? null : ask.Host;

    // https://ircv3.net/specs/extensions/pre-away
    private static string? AwayOf(Network net, SessionOpened ask) =>
        ask.Away is { } text ? Away.MessageOf(net, text) : null;

    private static IReadOnlyList<MetadataItem> MetadataOf(Network net, SessionOpened ask)
    {
        IReadOnlyList<MetadataItem> taken = [];
        foreach (MetadataItem item in ask.Metadata ?? [])
        {
            MetadataChange change = new(item.Key, item.Value);
            if (MetadataRules.RefusalToSet(net.Config.Limits, taken, "*", change) is null) taken = taken.With(change);
        }

        return taken;
    }

    /// <summary>
    /// A connection ended; one that never became a user leaves no trace, and a user who has others stays.
    /// </summary>
    public static Decision Close(Network net, SessionId session, SessionClosed ask, long now) =>
        net.FindUser(session) is { } user
            ? new Decision(
                Attachment.Detach(
                    net, user, [session], "Closed",
                    () => FilterGate.Quit(net, user, new UserQuit(user.Id, ask.Reason)),
                    id => Attachment.ShownTo(net, user.Sessions.First(s => s.Id == id), ask.Shown, now)), [])
            : Decision.Nothing;

    /// <summary>
    /// A connection was ended by its leaf, which is taken out of service. The writer quits its user after the grace
    /// time, at a pace, unless the user is connected elsewhere too.
    /// </summary>
    public static Decision SendAway(Network net, SessionId session, SessionSentAway ask, long now)
    {
        if (net.FindUser(session) is not { } user) return Decision.Nothing;
        UserSession own = user.Sessions.First(s => s.Id == session);
        Shown? shown = Attachment.ShownTo(net, own, ask.Shown, now);
        if (user.Sessions.Any(s => s.Id != session && net.IsHeard(s))
            || (user.Further.Count == 0 && SessionRules.IsAlwaysOn(net, user)))
            return new Decision(Attachment.Detach(net, user, [session], "Sent away", () => [], _ => shown), []);
        if (own.SentAwayAt is not null) return Decision.Nothing;
        return new UserSentAway(user.Id) { Session = session == user.Session ? null : session, Shown = shown };
    }

    /// <summary>A leaf's process began. The writer quits the users of its earlier processes, at a pace.</summary>
    public static Decision Start(string leaf, ulong incarnation) => new LeafStarted(leaf, incarnation);
}
