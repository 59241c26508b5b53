using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// THE writer: takes requests in order, decides on its current network, applies what happened at once, and groups the
/// outcomes into entries of the log. It has no clock, no threads and no I/O: a loop feeds it, and a simulator can.
/// Nothing it decided is shown before the log has it, because leaves show only what the log brings them.
/// </summary>
public sealed partial class Writer(Network net, IRootPorts ports, RootSecrets? secrets = null)
{
    /// <summary>Group commit: an entry is closed at so many events or bytes, or when no request waits.</summary>
    public const int EventsPerEntry = 64, BytesPerEntry = 64 * 1024;

    /// <summary>To resign in favour of whichever root is quickest.</summary>
    public const string Anyone = "";

    // Faults of one session's command before it is refused unseen; and how many such pairs are remembered.
    private const int FaultsForgiven = 2, SuspectsKept = 10_000;

    // What an event costs besides the text of the line that caused it; an estimate that only bounds the entry.
    private const int EventBytes = 128;

    private readonly Dictionary<string, Intake> _intakes = [];
    private readonly Presence _presence = new(net);
    private readonly Dictionary<(SessionId Session, string Verb), int> _faults = [];
    private List<Outcome> _open = [];
    private int _events, _bytes;

    public Network Network => net;

    /// <summary>The epoch this writer was elected in: the network's when it began to write.</summary>
    public ulong Epoch { get; } = net.Epoch;

    /// <summary>The sequence of the newest entry decided, stored or not.</summary>
    public ulong Decided => net.Seq;

    /// <summary>
    /// The entry that makes a node the active root, if the log takes it as the one after the network's sequence. It
    /// also logs the node's configuration when it is another.
    /// </summary>
    /// <param name="dice">Any number below <see cref="EpochDice"/>, by chance.</param>
    public static Entry Election(Network net, string node, NetworkConfig config, long now, int dice = 0)
    {
        // Another than any before, even one that a log which went back no longer knows: msgids hold it. Where the clock
        // does not tell them apart, because it was set back or elections came too quickly, the dice do.
        ulong epoch = EpochAt(now) is var at && at > net.Epoch ? at : net.Epoch + 1 + (ulong)dice;
        long time = Math.Max(now, net.Time);
        List<Event> events = [new RootElected(epoch, node)];
        // A new network begins with what its first root knows.
        if (net.Seq == 0) events.Add(new LevelRaised(BuildLevel.Current));
        NetworkConfig stamped = Stamped(net, config, time);
        if (!Codec.Equal(stamped, net.Config)) events.Add(new ConfigChanged(stamped));
        return new Entry(Payload.FormatVersion, epoch, [new Outcome(time, null, events, [])]);
    }

    /// <summary>By how much an epoch may be greater than it needs to be.</summary>
    public const int EpochDice = 1024;

    /// <summary>
    /// The epoch of an election at a time (Unix milliseconds), if the last one was before it. Eighths of a second, so
    /// that elections in quick succession do not run ahead of the clock: one that a log lost would come again.
    /// </summary>
    public static ulong EpochAt(long now) => (ulong)(now / 125);

    // When the network began, and which letters are the same in its names, is settled by its first configuration.
    private static NetworkConfig Stamped(Network net, NetworkConfig config, long now) => net.Config.Created == 0
        ? config with { Created = now }
        : config with { Created = net.Config.Created, Casemapping = net.Config.Casemapping };

    /// <summary>The public part of the configuration changed.</summary>
    public void Reconfigure(NetworkConfig config, long now)
    {
        NetworkConfig stamped = Stamped(net, config, now);
        if (Codec.Equal(stamped, net.Config)) return;
        Log([new ConfigChanged(stamped)], now);
        Flush();
    }

    /// <summary>Takes one request and answers it at <paramref name="replyTo"/>. Time is the network's, Unix
    /// milliseconds.</summary>
    public void Take(Request request, string replyTo, long now)
    {
        Incoming incoming = new(request, replyTo);
        if (!_held.TryGetValue(request.Leaf, out Held? held)) Take(incoming, isTried: false, [], now);
        else if (held.Waiting.Count < LeafRecord.Kept) held.Waiting.Enqueue(incoming);
    }

    private void Take(Incoming incoming, bool isTried, Queue<Incoming> behind, long now)
    {
        (Request request, string replyTo) = incoming;
        if (IsTooOld(request) || Expected(request, replyTo, now) is not { } intake) return;
        bool isSuspect = !isTried && IsSuspect(request), isPoison = isSuspect && IsPoison(request);
        if (isSuspect && !isPoison)
        {
            Try(incoming, behind, now);
            return;
        }

        long time = Math.Max(now, net.Time);
        Reply reply = isPoison ? GiveUp(request, time) : Repeated(request) ?? Decide(request, time);
        intake.Took(reply);
        if (isTried) EndTrial(request.Leaf, request.Number, now);
        Send(replyTo, reply);
        if (IsFull) Flush();
    }

    private bool IsFull => _events >= EventsPerEntry || _bytes >= BytesPerEntry;

    /// <summary>Leaves are lost, and their users quit; bans run out. Call it some ten times a second while the bus
    /// works.</summary>
    public void Tick(long now)
    {
        Look(now);
        AskAgain();
        foreach (Event due in _presence.Due(now)) LogInTurn(due, now);
        // Not before: channels may have ended by what went before.
        foreach (Event due in TimedEntries.Due(net, now)) LogInTurn(due, now);
        Flush();
    }

    private void LogInTurn(Event due, long now)
    {
        if (Levels.Of(due) > net.Level) return;
        Log([due], now);
        if (_events >= EventsPerEntry) Flush();
    }

    /// <summary>The bus was away: that the leaves were silent meanwhile says nothing of them.</summary>
    public void Reconnected(long now) => _presence.Forgive(now);

    /// <summary>
    /// Logs the digest of the network as it is now; every replica compares its own at the same position. Not while
    /// older builds are about: those of the first level would take other fields for a difference.
    /// </summary>
    public void Mark(long now)
    {
        Flush();
        if (net.Level < BuildLevel.Current) return;
        Log([new DigestMarked(Codec.Digest(net)) { Format = SnapshotFormat.Name }], now);
        Flush();
    }

    /// <summary>The last entry of this writer: the node named takes over.</summary>
    public void Resign(string to, long now)
    {
        foreach (string leaf in _held.Keys) Adjourn(leaf, now);
        Log([new RootResigned(Epoch, to)], now);
        Flush();
    }

    /// <summary>Closes the open entry and appends it. Called when no request waits.</summary>
    public void Flush()
    {
        if (_events == 0) return;
        Entry entry = new(Payload.FormatVersion, Epoch, _open);
        (_open, _events, _bytes) = ([], 0, 0);
        ports.Append(net.Seq, entry);
    }

    // Requests of a leaf are taken one by one in the order of their numbers. After a gap the leaf sends again.
    private Intake? Expected(Request request, string replyTo, long now)
    {
        if (net.FindLeaf(request.Leaf)?.Incarnation > request.Incarnation) return null;
        if (!_intakes.TryGetValue(request.Leaf, out Intake? intake) || intake.GivesWayTo(request))
            _intakes[request.Leaf] = intake = new Intake(request.Incarnation, request.Oldest);
        if (!intake.MayTake(request)) return null;
        // Who asks again is there too: it may lack the log, and with it every answer.
        if (_presence.Heard(request.Leaf, request.Incarnation, request.Version, now) is { } found) Log([found], now);
        intake.NoLongerWaits(request.Oldest);
        if (intake.IsTurnOf(request)) return intake;
        if (request.Number > intake.Next) AskResend(intake, request, replyTo);
        else if (intake.Find(request.Number) is { } again) Send(replyTo, again);
        return null;
    }

    private void AskResend(Intake intake, Request request, string replyTo)
    {
        if (intake.AskedResendOf == intake.Next) return;
        intake.AskedResendOf = intake.Next;
        ports.Reply(replyTo, Answer(request, ReplyKind.Resend, []));
    }

    // A root before this one may have done it: then its effects are in the log.
    private Reply? Repeated(Request request) =>
        RecordOf(request)?.Find(request.Number) is { } effect
            ? Answer(request, ReplyKind.InLog, effect.Replies)
            : null;

    private Reply Decide(Request request, long now)
    {
        SessionId session = new(request.Leaf, request.Incarnation, request.Ask.SessionNumber);
        return request.Ask switch
        {
            ClientLine ask => DecideLine(request, session, ask, now),
            ClientBatch ask => DecideBatch(request, session, ask, now),
            SessionOpened ask => Open(request, session, ask, now),
            SessionClosed ask => One(request, now, () => Admission.Close(net, session, ask)),
            SessionSentAway => One(request, now, () => Admission.SendAway(net, session)),
            LeafUp => One(request, now, () => Admission.Start(request.Leaf, request.Incarnation)),
            _ => Answer(request, ReplyKind.Answer, []),
        };
    }

    private Reply Open(Request request, SessionId session, SessionOpened ask, long now) =>
        LacksProof(request, session, ask, now) is { } refused
            ? Answer(request, ReplyKind.Answer, [refused.ToString()])
            : One(request, now, () => Admission.Open(
                net, session, ask, CloakOf(ask), now, OperCertificates.OperOf(Secrets, ask)));

    private Reply DecideLine(Request request, SessionId session, ClientLine ask, long now)
    {
        if (net.FindUser(session) is not { } user || Line.TryParse(ask.Line, out Line line) is not null)
            return Answer(request, ReplyKind.Refused, [NoSession(ask).ToString()]);
        Caller by = new(user, now);
        if (CommandTable.Refuse(by, line) is { } refused)
            return Answer(request, ReplyKind.Answer, [.. refused.Select(r => r.ToString())]);
        if (LacksProof(request, session, line, ref by) is { } unproved)
            return Answer(request, ReplyKind.Answer, [unproved.ToString()]);

        if (HadNoEffect(request)) return Answer(request, ReplyKind.Answer, Retell(request, by, line));
        List<Event> events = [];
        List<string> replies = [];
        foreach (Line part in Targets.Split(line, CommandTable.All[line.Command].Command, net.Config.Casemapping))
        {
            if (net.FindUser(user.Id) is not { } still) break;
            Decision decision = Contained(request, () => CommandTable.Decide(net, by with { User = still }, part));
            Apply(decision.Events, now);
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
        return One(request, now, () => Message.HandleBatch(net, new Caller(user, now), ask), bytes);
    }

    // A root before this one took it, because the log has what its leaf asked later; but the log does not have this.
    private bool HadNoEffect(Request request) => request.Number < RecordOf(request)?.Newest;

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
        Apply(decision.Events, now);
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
            request.Leaf, request.Incarnation, request.Number, request.Ask.SessionNumber, LabelOf(request));
        Record(origin, events, replies, now, bytes);
        net.Answered(origin, replies);
        return Answer(request, ReplyKind.InLog, []);
    }

    // The root's own doing: no request asked for it.
    private void Log(IReadOnlyList<Event> events, long now)
    {
        long time = Math.Max(now, net.Time);
        Apply(events, time);
        Record(null, events, [], time, bytes: 0);
    }

    private void Apply(IReadOnlyList<Event> events, long now)
    {
        foreach (Event happened in events)
        {
            Position next = _events == 0 ? new Position(net.Seq + 1, 0) : new Position(net.Seq, net.At.Index + 1);
            net.Apply(new Stamp(next, Epoch, now), happened);
            _events++;
        }
    }

    private void Record(Origin? origin, IReadOnlyList<Event> events, List<string> replies, long now, int bytes)
    {
        _open.Add(new Outcome(now, origin, events, replies));
        _bytes += bytes + events.Count * EventBytes + replies.Sum(r => r.Length);
    }

    private Reply Answer(Request request, ReplyKind kind, IReadOnlyList<string> lines) => new(
        Payload.FormatVersion, request.Incarnation, request.Number, Epoch, kind, net.Seq, lines);

    private static string? LabelOf(Request request) => request.Ask.AnswerLabel;
}
