using System.Runtime.InteropServices;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

// Lines in: each session's in order, as fast as its budget, the window and the answers before allow.
public sealed partial class LeafCore
{
    private const int BacklogLow = 8, BacklogHigh = 32, InFlightPerSession = 64;

    /// <summary>
    /// Reads wait until the replica is as new as the log was when they came; one question to the root serves all that
    /// wait. Started counts the questions begun, Done is the newest that is answered.
    /// </summary>
    private (ulong Started, ulong Done, Pending? Asked) _barrier;
    private readonly HashSet<Session> _waiting = [];
    private readonly Dictionary<string, long> _commandCounts = [];

    private void Advance(Session session)
    {
        while (session.Stage != Stage.Ended && session.Backlog.TryPeek(out Received next)
            && HandleContained(session, next)) { }
        LetGoWhenDone(session);
        bool pause = session.Backlog.Count > (session.InputPaused ? BacklogLow : BacklogHigh);
        if (pause == session.InputPaused) return;
        session.InputPaused = pause;
        session.Link.WantInput(!pause);
    }

    // What throws here is our fault, but it costs nobody else their connection.
    private bool HandleContained(Session session, in Received next)
    {
        try
        {
            return Handle(session, next);
        }
        catch (Exception fault)
        {
            Contained($"the handling of {next.Read.Line?.Command ?? "a line"}", fault);
            Drop(session, "Internal error");
            return false;
        }
    }

    // False: the line waits, and something will call Advance again.
    private bool Handle(Session session, in Received next)
    {
        if (session.Stage == Stage.Opening) return false;
        if (next.Read.Error == LineError.Endless)
        {
            Drop(session, "ReadQ exceeded");
            return false;
        }

        if (session.Proof is not null && next.Read.Line?.Command != "QUIT") return false;
        if (session.Stage == Stage.Registering) return HandleRegistration(session, next);
        if (session.Answers.Count > 0) return false;
        if ((TakeBatched(session, next) ?? TakeTyping(session, next)) is { } taken) return taken;
        CommandTable.Entry? entry = next.Read.Line is { } line
            ? CommandTable.All.GetValueOrDefault(line.Command)
            : null;
        bool forRoot = IsForRoot(session, entry, next.Read.Line);
        return forRoot ? PassOn(session, next, entry!) : AnswerHere(session, next, entry);
    }

    private bool PassOn(Session session, in Received next, CommandTable.Entry entry)
    {
        Line line = next.Read.Line!;
        if (_saidFrozen && IsFull(session)) return RefuseForNow(session, line);
        Wanted? wanted = WantedOf(session, entry, line);
        // What it comes to may be said here, and so after what was asked before.
        if (wanted is not null && session.InFlight > 0) return false;
        if (!HasRoom(session) || !HasBudget(session, PriceOf(session, entry, line))) return false;
        session.Backlog.Dequeue();
        Count(entry);
        if (wanted is null) Ask(session, line);
        else Prove(session, line, wanted);
        return true;
    }

    private bool AnswerHere(Session session, in Received next, CommandTable.Entry? entry)
    {
        if (!MayAnswer(session, next, entry)) return false;
        if (!HasBudget(session, PriceOf(session, entry, next.Read.Line))) return false;
        session.Backlog.Dequeue();
        Count(entry);
        Answer(session, next.Read);
        return true;
    }

    private bool IsForRoot(Session session, CommandTable.Entry? entry, Line? line) =>
        entry?.Command.At == At.Root && MetadataSession.IsForRoot(session, line!, _now);

    private bool HandleRegistration(Session session, in Received next)
    {
        // What it asked while it was a user is answered first: a log that went back may not know it any more.
        if (session.InFlight > 0 && !RootIsQuiet) return false;
        // A nick that is in use here may not be any more: the root knows.
        bool isTaken =
            next.Read.Line is { Command: "NICK", Params: [var nick, ..] } && Network.FindUser(nick) is not null;
        if (isTaken && !MayAnswer(session, next, CommandTable.All["NICK"])) return false;
        session.Backlog.Dequeue();
        Register(session, next.Read);
        return true;
    }

    private void Count(CommandTable.Entry? entry)
    {
        if (entry is not null)
            CollectionsMarshal.GetValueRefOrAddDefault(_commandCounts, entry.Command.Name, out _)++;
    }

    private bool IsFull(Session session) => session.InFlight >= InFlightPerSession || _requests.IsFull;

    // What can be kept is kept while the network stands still; what is beyond it is refused, and not delivered later.
    private bool RefuseForNow(Session session, Line line)
    {
        if (!HasBudget(session, 1)) return false;
        session.Backlog.Dequeue();
        const string Why = "The network stands still and cannot keep more of what you send; try again later";
        Answer(session, LabelOf(session, line.Tags["label"]),
            StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", Why));
        return true;
    }

    private bool HasRoom(Session session)
    {
        if (session.InFlight >= InFlightPerSession) return false;
        if (!_requests.IsFull) return true;
        if (!session.Starved) _starved.Enqueue(session);
        session.Starved = true;
        return false;
    }

    private bool HasBudget(Session session, int cost)
    {
        if (session.Throttled) return false;
        if (Network.FindUser(session.User) is { } user && OperRules.May(user, OperCapabilities.NoFakelag)) return true;
        long wait = session.Budget.Charge(Network.Config.Session.Fakelag, cost, _now);
        session.Throttled = wait > 0;
        if (wait > 0) _throttled.Enqueue(session, _now + wait);
        return wait == 0;
    }

    private int PriceOf(Session session, CommandTable.Entry? entry, Line? line) =>
        entry is null || Network.FindUser(session.User) is not { } user
            ? 1
            : Price.Of(entry, Network, new Caller(user, _now), line!);

    // Answered here: after the answers to all that came before, and from a replica that is new enough. Without a root
    // there is nothing to wait for; QUIT never waits.
    private bool MayAnswer(Session session, in Received next, CommandTable.Entry? entry)
    {
        if (RootIsQuiet || next.Read.Line?.Command == "QUIT") return true;
        if (session.InFlight > 0) return false;
        bool reads = entry is not null || (next.Read.Line is { } line && SessionCommands.Reads(line.Command));
        if (!reads || _barrier.Done > next.Barrier || !_requests.Connected) return true;
        _waiting.Add(session);
        if (_barrier.Asked is null)
            _barrier = (_barrier.Started + 1, _barrier.Done, _requests.Send(new Sync(), null, _now));
        return false;
    }

    private void ReleaseBarrier()
    {
        _barrier = (_barrier.Started, _barrier.Started, null);
        Session[] waiting = [.. _waiting];
        _waiting.Clear();
        foreach (Session session in waiting) Advance(session);
    }

    private void Ask(Session session, Line line, IReadOnlyList<Ticket>? tickets = null)
    {
        string? label = LabelOf(session, line.Tags["label"]);
        MetadataSession.Charge(session, line, _now);
        Line relayed = line with { Source = null, Tags = RelayedTags(session, line) };
        Ask(session, new ClientLine(session.Number, label, relayed.ToString()), tickets);
    }

    private void Ask(Session session, Ask ask, IReadOnlyList<Ticket>? tickets = null)
    {
        if (IsTooNew(ask))
        {
            Answer(session, ask.AnswerLabel, TooNew(ask));
            return;
        }

        session.InFlight++;
        session.Asked.Enqueue(_requests.Send(ask, session, _now, tickets));
    }

    private Tags RelayedTags(Session session, Line line) =>
        session.Has(Capabilities.MessageTags) ? TagRules.Relayed(Network.Config, line.Tags) : Tags.None;

    /// <summary>Answers a line here: what only the session concerns, reads from the replica, and errors.</summary>
    private void Answer(Session session, LineRead read)
    {
        string? label = LabelOf(session, read.Label ?? read.Line?.Tags["label"]);
        if (label is not null) session.Response = new Response(label);
        if (read.Line is { } line) AnswerLine(session, line);
        else Tell(session, Complaint(session, read));
        FinishResponse(session);
    }

    private void AnswerLine(Session session, Line line)
    {
        if (SessionCommands.TryHandle(this, session, line)) return;
        if (Network.FindUser(session.User) is not { } user) return;
        Caller by = new(user, Time) { Capabilities = session.Capabilities, CommandCounts = _commandCounts };
        if (CommandTable.Refuse(by, line) is { } refused)
        {
            Tell(session, refused);
            return;
        }

        try
        {
            IrcCommandAttribute command = CommandTable.All[line.Command].Command;
            foreach (Line part in Targets.Split(line, command, Network.Config.Casemapping))
                TellOrQueue(session, CommandTable.Decide(Network, by, part));
        }
        catch (Exception fault)
        {
            Contained($"the handler of {line.Command}", fault);
            const string Failed = "The server could not process this command";
            Tell(session, StandardReply.Fail(line.Command, "INTERNAL_ERROR", Failed));
        }
    }

    private void Register(Session session, LineRead read)
    {
        if (++session.RegistrationLines > Network.Config.Session.RegistrationMessages)
        {
            Drop(session, "Too many lines before registration");
            return;
        }

        if (session.RegistrationLines == 1 && Misled(read.Line) is { } why)
        {
            Drop(session, why);
            return;
        }

        // A gateway's connection is its client's, when it says so in the first line.
        if (session.RegistrationLines == 1 && IsGateways(session.Peer) && read.Line?.Command != "WEBIRC")
            Settle(session);
        Answer(session, read);
        Proceed(session);
    }

    // Asks the root to make it a user, when everything is known that is needed for that.
    private void Proceed(Session session)
    {
        if (session.Stage != Stage.Registering || session.Negotiating || session.Lookup is not null) return;
        if (session.Proof is not null) return;
        if (session.Nick is null || session.Username is null) return;
        if (session.Peer.Door.HasFlag(Door.StsOnly))
        {
            Drop(session, StsPolicy.Redirection(Network.Config.Transport.Sts));
            return;
        }

        OpenProven(session);
    }

    // A web page can make a browser send us its own lines, behind those of HTTP. And a byte order mark is none of a
    // line's bytes: the command behind it would not be known.
    private static string? Misled(Line? first) => first?.Command switch
    {
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "PATCH" or "CONNECT" or "TRACE" =>
            "This is an IRC server, not one for HTTP",
        "PROXY" => "A PROXY header is only taken from this server's proxies (--proxy-from), and at once",
        ['\uFEFF', ..] => "Your client sends a byte order mark (BOM) first; it must not",
        _ => null,
    };

    private SessionOpened Opening(Session session) => new(
        session.Number, session.Nick!, UsernameOf(session), session.Realname ?? "", session.Peer.Host,
        session.Peer.Address, session.Peer.Secure, Password: null)
    {
        Via = session.Peer.Via, Certfp = session.Peer.Certfp, Gateway = session.Peer.Gateway,
        Metadata = session.Metadata.Count > 0 ? session.Metadata : null,
        Away = session.Away,
        Resume = session.Token is { } token ? ResumeToken.DigestOf(token) : null, Resumes = session.Resumes,
    };

    /// <summary>The root would not make it a user: another nick may be tried, another password not.</summary>
    private void Refused(Session session, IReadOnlyList<string> lines)
    {
        if (session.Stage != Stage.Opening) return;
        session.Stage = Stage.Registering;
        if (ProvesAnew(session, lines)) return;
        session.Nick = session.Resumes = null;
        session.Called = "*";
        if (lines.Select(Read).FirstOrDefault(l => l.Command == "ERROR") is { } error)
        {
            if (error.Params[0] == Admission.WrongGateway.Params[0])
                RefuseGateway(session, "the network has no such gateway any more");
            else Drop(session, error.Params[0]);
            return;
        }

        foreach (string line in lines) Tell(session, Read(line));
        Advance(session);
    }

    internal void FinishResponse(Session session)
    {
        if (session.Response is not { } response) return;
        session.Response = null;
        if (IsLeftUnfinished(session, response)) return;
        string reference = NextBatch(session);
        foreach (byte[] bytes in response.Encode(session.Capabilities, reference, Network.Config.ServerName))
            Write(session, bytes);
    }

    // Without batches there are no labels: an answer of several lines could not carry one.
    internal static string? LabelOf(Session session, string? label) =>
        session.Has(Capabilities.LabeledResponse | Capabilities.Batch) && !string.IsNullOrEmpty(label) ? label : null;

    // A line as it stands in a reply or in the log.
    private static Line Read(string text) =>
        Line.Parse(text) with { Trailing = text.Contains(" :", StringComparison.Ordinal) };

    private static Line Complaint(Session session, in LineRead read) => read.Error switch
    {
        LineError.TooLong or LineError.TagsTooLong => ERR_INPUTTOOLONG.For(session.Called),
        LineError.InvalidUtf8 => StandardReply.Fail(
            read.Command ?? "*", "INVALID_UTF8", "Your line is not valid UTF-8"),
        LineError.NulByte => StandardReply.Fail("*", "INVALID_LINE", "Your line holds a NUL byte"),
        LineError.StrayLineBreak => StandardReply.Fail("*", "INVALID_LINE", "Your line holds a stray CR"),
        _ => StandardReply.Fail("*", "INVALID_LINE", "Your line has no command"),
    };
}
