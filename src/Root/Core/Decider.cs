using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Decides one request whose turn it is: what happens goes into the open entry, and what its leaf is told is returned.
/// </summary>
sealed class Decider(Network net, OpenEntry entry, IRootPorts ports)
{
    // Faults of one session's command before it is refused unseen; and how many such pairs are remembered.
    private const int FaultsForgiven = 2, SuspectsKept = 10_000;

    private readonly Dictionary<(SessionId Session, string Verb), int> _faults = [];
    private TicketCheck _tickets = new(RootSecrets.None, net);
    private Func<Account, ReadOnlyMemory<byte>, string?> _unsealed = RootSecrets.None.EmailOf;

    /// <summary>What only roots know; another one when the configuration was read again.</summary>
    public RootSecrets Secrets
    {
        get;
        set
        {
            (field, _unsealed) = (value, value.EmailOf);
            _tickets = new TicketCheck(value, net);
        }
    } = RootSecrets.None;

    public Reply Decide(Request request, long now)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        // Nobody asked for that; it is the root's own doing, whatever becomes of the request.
        if (_tickets.Before(request, session, now) is { } before && Levels.Of(before) <= net.Level)
            entry.Log([before], now);
        return request.Ask switch
        {
            ClientLine ask => DecideLine(request, session, ask, now),
            ClientBatch ask => DecideBatch(request, session, ask, now),
            SessionOpened ask => Open(request, session, ask, now),
            AccountAsked ask => Register(request, session, ask, now),
            SessionClosed ask => One(request, now, () => Admission.Close(net, session, ask, now)),
            SessionSentAway ask => One(request, now, () => Admission.SendAway(net, session, ask, now)),
            LeafUp => One(request, now, () => Admission.Start(request.Leaf, request.Incarnation)),
            _ => Answer(request, ReplyKind.Answer, []),
        };
    }

    private Reply Open(Request request, SessionId session, SessionOpened ask, long now) =>
        _tickets.Refusal(request, session, ask, now) is { } refused
            ? Answer(request, ReplyKind.Answer, [refused.ToString()])
            : HadNoEffect(request)
                ? Answer(request, ReplyKind.Answer, Retell(Contained(request, () => Opened(session, ask, now))))
                : One(request, now, () => Opened(session, ask, now));

    private Reply Register(Request request, SessionId session, AccountAsked ask, long now)
    {
        if (_tickets.TicketOf(request, session, ask, now) is not { } ticket)
            return Answer(request, ReplyKind.Answer, [NotNow(ask).ToString()]);
        return HadNoEffect(request)
            ? Answer(request, ReplyKind.Answer, [NoEffect(ask.Verb).ToString()])
            : One(request, now, () => ask.Verifies
                ? VerifyCommand.Early(net, ask.Name)
                : RegisterCommand.Early(net, ask.Name, ticket.Secret, ticket.Email));
    }

    private static Line NotNow(AccountAsked ask) => StandardReply.Fail(
        ask.Verb, "TEMPORARILY_UNAVAILABLE", "The network could not check this; try again", ask.Name);

    private Decision Opened(SessionId session, SessionOpened ask, long now) => Admission.Open(
        net, session, ask, CloaksOf(ask), now, OperCertificates.OperOf(Secrets, ask));

    // A registration that an earlier root refused must not come late: its connection may have ended since.
    private static List<string> Retell(Decision again) =>
        [.. (again.Events.Count == 0 ? again.Replies : [Admission.AnswerLost]).Select(r => r.ToString())];

    private Reply DecideLine(Request request, SessionId session, ClientLine ask, long now)
    {
        if (net.FindUser(session) is not { } user || Line.TryParse(ask.Line, out Line line) is not null)
            return Answer(request, ReplyKind.Refused, [NoSession(ask).ToString()]);
        Caller by = new(user, now) { Session = session, Unsealed = _unsealed };
        if (CommandTable.Refuse(by, line) is { } refused)
            return Answer(request, ReplyKind.Answer, [.. refused.Select(r => r.ToString())]);
        if (_tickets.Refusal(request, session, line, ref by) is { } unproved)
            return Answer(request, ReplyKind.Answer, [unproved.ToString()]);

        if (HadNoEffect(request)) return Answer(request, ReplyKind.Answer, Retell(request, by, line));
        List<Event> events = [];
        List<string> replies = [];
        foreach (Line part in Targets.Split(line, CommandTable.All[line.Command].Command, net.Config.Casemapping))
        {
            if (net.FindUser(user.Id) is not { } still) break;
            Decision decision = Contained(request, () => CommandTable.Decide(net, by with { User = still }, part));
            entry.Apply(decision.Events, now);
            events.AddRange(decision.Events);
            replies.AddRange(decision.Replies.Select(r => r.ToString()));
        }

        return Close(request, events, replies, now, ask.Line.Length);
    }

    private Reply DecideBatch(Request request, SessionId session, ClientBatch ask, long now)
    {
        if (net.FindUser(session) is not { } user)
            return Answer(request, ReplyKind.Refused, [NoSession(ask).ToString()]);
        if (HadNoEffect(request)) return Answer(request, ReplyKind.Answer, [NoEffect("BATCH").ToString()]);
        int bytes = ask.Parts.Sum(p => p.Text.Length);
        Caller by = new(user, now) { Session = session };
        return One(request, now, () => Message.HandleBatch(net, by, ask), bytes);
    }

    // A root before this one took it, because the log has what its leaf asked later; but the log does not have this.
    private bool HadNoEffect(Request request) => request.Number < net.RecordOf(request)?.Newest;

    // What it was told then is lost. It is told the same if nothing changed since, but it must not have an effect now,
    // behind what its session asked later.
    private List<string> Retell(Request request, Caller by, Line line)
    {
        Line failed = NoEffect(line.Command);
        List<string> told = [];
        foreach (Line part in Targets.Split(line, CommandTable.All[line.Command].Command, net.Config.Casemapping))
        {
            Decision again = Contained(request, () => CommandTable.Decide(net, by, part));
            told.AddRange((again.Events.Count == 0 ? again.Replies : [failed]).Select(r => r.ToString()));
        }

        return told;
    }

    // Its user is gone, or the log went back and its leaf is about to tell of it anew.
    private static Line NoSession(Ask ask) => StandardReply.Fail(
        ask.Verb, "NO_EFFECT", "The network does not know this connection; the command had no effect");

    private static Line NoEffect(string command) =>
        StandardReply.Fail(command, "NO_EFFECT", "The answer was lost; the command had no effect");

    private Reply One(Request request, long now, Func<Decision> decide, int bytes = 0)
    {
        Decision decision = Contained(request, decide);
        entry.Apply(decision.Events, now);
        return Close(request, decision.Events, [.. decision.Replies.Select(r => r.ToString())], now, bytes);
    }

    // A handler that throws has changed nothing: it is contained, and the same command of that session is not tried a
    // third time. An event that cannot be applied is our own fault and ends the process.
    private Decision Contained(Request request, Func<Decision> decide)
    {
        (SessionId, string) suspect =
            (new SessionId(request.Leaf, request.Incarnation, request.Ask.SessionNumber), request.Ask.Verb);
        int faults = _faults.GetValueOrDefault(suspect);
        if (faults >= FaultsForgiven) return Failed(request, "The server does not try this command again");
        try
        {
            Decision decision = decide();
            return decision.Events.All(e => Levels.Of(e) <= net.Level) ? decision : NotYet(request);
        }
        catch (Exception fault)
        {
            if (_faults.Count >= SuspectsKept) _faults.Clear();
            _faults[suspect] = faults + 1;
            ports.Faulted(request, fault);
            return Failed(request, "The server could not process this command");
        }
    }

    private static Line NotYet(Request request) =>
        StandardReply.Fail(request.Ask.Verb, "TEMPORARILY_UNAVAILABLE", BuildLevel.NotYet);

    private static Line Failed(Request request, string why) =>
        StandardReply.Fail(request.Ask.Verb, "INTERNAL_ERROR", why);

    private Reply Close(Request request, IReadOnlyList<Event> events, List<string> replies, long now, int bytes)
    {
        if (events.Count == 0) return Answer(request, ReplyKind.Answer, replies);
        Origin origin = new(
            request.Leaf, request.Incarnation, request.Number, request.Ask.SessionNumber, request.Ask.AnswerLabel);
        entry.Close(origin, events, replies, now, bytes);
        return Answer(request, ReplyKind.InLog, []);
    }

    /// <summary>A request that ended two roots: it is refused, and remembered as answered.</summary>
    public Reply GiveUp(Request request, long now)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        string by = net.FindUser(session)?.Nick ?? (request.Ask as SessionOpened)?.Nick ?? $"{session}";
        RequestGivenUp givenUp = new(request.Leaf, request.Incarnation, request.Number, request.Ask.Verb, by);
        ports.GivenUp(request);
        entry.Apply([givenUp], now);
        string told = Failed(request, "The server failed twice on this command and does not try it again").ToString();
        return Close(request, [givenUp], [told], now, bytes: 0);
    }

    // A client that comes through Tor has no address of its own.
    private IReadOnlyList<string> CloaksOf(SessionOpened ask) =>
        ask.Via.HasFlag(Via.Tor) ? [] : Secrets.Cloaks?.AllOf(ask.Address) ?? [];

    /// <summary>An answer that is true as of the newest event.</summary>
    public Reply Answer(Request request, ReplyKind kind, IReadOnlyList<string> lines) => new(
        Payload.FormatVersion, request.Incarnation, request.Number, entry.Epoch, kind, net.Seq, lines);
}
