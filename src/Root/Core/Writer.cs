using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// THE writer: takes requests in order, decides on its current network, applies what happened at once, and groups the
/// outcomes into entries of the log. It has no clock, no threads and no I/O: a loop feeds it, and a simulator can.
/// Nothing it decided is shown before the log has it, because leaves show only what the log brings them.
/// </summary>
public sealed class Writer
{
    /// <summary>To resign in favour of whichever root is quickest.</summary>
    public const string Anyone = "";

    // A leaf that is too old asks again and again; it is told of once, as long as so many others are not told of.
    private const int OutdatedKept = 1000;

    private readonly Dictionary<string, Intake> _intakes = [];
    private readonly Presence _presence;
    private readonly BanSweep _sweep;
    private readonly HashSet<(string Leaf, ulong Incarnation)> _outdated = [];
    private readonly OpenEntry _entry;
    private readonly Trials _trials;
    private readonly SureAnswers _answers;
    private readonly Decider _decider;
    private readonly IRootPorts _ports;
    // Entries before it are of earlier epochs.
    private readonly ulong _elected;

    public Writer(Network net, IRootPorts ports, RootSecrets? secrets = null)
    {
        (Network, _ports, _elected) = (net, ports, net.Seq);
        (_presence, _sweep) = (new Presence(net), new BanSweep(net));
        _entry = new OpenEntry(net, ports);
        _trials = new Trials(net, _entry, ports);
        _answers = new SureAnswers(ports);
        _decider = new Decider(net, _entry, ports) { Secrets = secrets ?? RootSecrets.None };
    }

    public Network Network { get; }

    /// <summary>The epoch this writer was elected in: the network's when it began to write.</summary>
    public ulong Epoch => _entry.Epoch;

    /// <summary>The sequence of the newest entry decided, stored or not.</summary>
    public ulong Decided => Network.Seq;

    /// <summary>What only roots know; another one when the configuration was read again.</summary>
    public RootSecrets Secrets
    {
        get => _decider.Secrets;
        set => _decider.Secrets = value;
    }

    /// <summary>The level that this root and every leaf know; standbys are not asked here.</summary>
    public int LevelInReach => Math.Max(Network.Level, Math.Min(BuildLevel.Current, _presence.LowestLevel()));

    /// <summary>
    /// The entry that makes a node the active root, if the log takes it as the one after the network's sequence. It
    /// also logs the node's configuration when it is another.
    /// </summary>
    /// <param name="dice">Any number below <see cref="EpochDice"/>, by chance.</param>
    /// <param name="lost">The newest epoch that the node knows of, perhaps of a log that went back.</param>
    /// <param name="isTimeKnown">The node heard the network's time; else it begins with its machine's clock.</param>
    public static Entry Election(
        Network net, string node, NetworkConfig config, long now, int dice = 0, ulong lost = 0,
        bool isTimeKnown = false)
    {
        // Another than any before, even one that a log which went back no longer knows: msgids hold it. Where the time
        // does not tell them apart, the dice do: elections came too quickly, or the time is that of a machine's clock,
        // which may be the same as another's before. The newest time in the log stands still.
        ulong newest = Math.Max(lost, Math.Max(net.Epoch, EpochAt(net.Time)));
        ulong epoch = EpochAt(now) is var at && at > newest && isTimeKnown
            ? at
            : Math.Max(at, newest + 1) + (ulong)dice;
        long time = Math.Max(now, net.Time);
        List<Event> events = [new RootElected(epoch, node)];
        // A new network begins with what its first root knows.
        if (net.Seq == 0) events.Add(new LevelRaised(BuildLevel.Current));
        NetworkConfig stamped = Stamped(net, config, time);
        if (!Codec.Equal(stamped, net.Config)) events.Add(new ConfigChanged(stamped));
        return new Entry(Payload.FormatVersion, epoch, [new Outcome(time, null, events, [])]);
    }

    /// <summary>By how much an epoch may be greater than it needs to be.</summary>
    public const int EpochDice = 8192;

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
        NetworkConfig stamped = Stamped(Network, config, now);
        if (Codec.Equal(stamped, Network.Config)) return;
        _entry.Log([new ConfigChanged(stamped)], now);
        Flush();
    }

    /// <summary>Takes one request and answers it at <paramref name="replyTo"/>. Time is the network's, Unix
    /// milliseconds.</summary>
    public void Take(Request request, string replyTo, long now)
    {
        Incoming incoming = new(request, replyTo);
        if (!_trials.Holds(incoming)) Take(incoming, isTried: false, [], now);
    }

    private void Take(Incoming incoming, bool isTried, Queue<Incoming> behind, long now)
    {
        (Request request, string replyTo) = incoming;
        if (IsTooOld(request) || Expected(request, replyTo, now) is not { } intake) return;
        bool isSuspect = !isTried && _trials.IsSuspect(request), isPoison = isSuspect && _trials.IsPoison(request);
        if (isSuspect && !isPoison)
        {
            _trials.Begin(incoming, behind, now);
            return;
        }

        long time = Math.Max(now, Network.Time);
        Reply reply = isPoison
            ? _decider.GiveUp(request, time)
            : Repeated(request) ?? _decider.Decide(request, time);
        intake.Took(reply);
        if (isTried) _trials.End(request.Leaf, request.Number, now);
        _answers.Send(replyTo, reply);
        if (_entry.IsFull) Flush();
    }

    /// <summary>
    /// What waited for the log may go on: entries were stored, or the log is known to be this root's.
    /// </summary>
    public void Look(long now)
    {
        foreach (var (leaf, held) in _trials.Released())
            while (!_trials.Holds(leaf) && held.Waiting.TryDequeue(out Incoming? next))
                Take(next, held.Tries(next.Request), held.Waiting, now);
        _answers.Look();
    }

    /// <summary>Leaves are lost, and their users quit; bans run out. Call it some ten times a second while the bus
    /// works.</summary>
    public void Tick(long now)
    {
        Look(now);
        _answers.AskAgain();
        foreach (Event due in _presence.Due(now)) LogInTurn(due, now);
        // Not before: channels may have ended by what went before.
        foreach (Event due in TimedEntries.Due(Network, now)) LogInTurn(due, now);
        foreach (Event due in TimedEntries.DueBans(Network, now)) LogInTurn(due, now);
        foreach (Event due in _sweep.Due(now)) LogInTurn(due, now);
        foreach (Event due in TimedEntries.DueAccounts(Network, now)) LogInTurn(due, now);
        foreach (Event due in TimedEntries.DueSuspensions(Network, now)) LogInTurn(due, now);
        Flush();
    }

    private void LogInTurn(Event due, long now)
    {
        if (Levels.Of(due) > Network.Level) return;
        _entry.Log([due], now);
        if (_entry.IsFull) Flush();
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
        if (Network.Level < BuildLevel.Current) return;
        DigestMarked mark = new(Codec.Digest(Network))
        {
            Format = SnapshotFormat.Name, Accounts = Network.AccountsDigest,
        };
        _entry.Log([mark], now);
        Flush();
    }

    /// <summary>
    /// Everything up to there is archived, which everyone is to know. An archiver that has not noticed yet that the log
    /// went back names a place that is not in the log, or not of that epoch.
    /// </summary>
    /// <returns>Why it is not logged; null: it is, or was before.</returns>
    public string? Archived(Mark upTo, long now)
    {
        HistoryArchived archived = new(upTo);
        if (Levels.Of(archived) > Network.Level) return $"the network is at level {Network.Level} and does not know it";
        Mark end = new(Epoch, Network.At);
        if (upTo > end || (upTo.Epoch < Epoch) != (upTo.At.Seq < _elected))
            return $"{upTo} is not in the log, which ends at {end}";
        if (Network.ArchivedUpTo is { } known && upTo <= known)
            return upTo == known ? null : $"the history is archived up to {known}, which is behind {upTo}";
        _entry.Log([archived], now);
        return null;
    }

    /// <summary>Logs something that no request asked for, once every process knows such events.</summary>
    public void Log(Event happened, long now) => LogInTurn(happened, now);

    /// <summary>Takes what another network had, one by one.</summary>
    public ImportTold Import(ImportBatch batch, long now)
    {
        int done = 0, there = 0;
        List<string> leftOut = [];
        foreach (Func<ImportStep> decide in Importer.Of(Network, batch, Math.Max(now, Network.Time)))
        {
            ImportStep step = Contained(decide);
            leftOut.AddRange(step.LeftOut);
            if (step.IsThere) there++;
            if (step.Events.Count == 0) continue;
            done++;
            _entry.Log(step.Events, now);
            if (_entry.IsFull) Flush();
        }

        return new ImportTold(done, there, leftOut);
    }

    // As a handler that throws: nothing has changed, and whoever imports is told.
    private static ImportStep Contained(Func<ImportStep> decide)
    {
        try
        {
            return decide();
        }
        catch (Exception fault)
        {
            return new ImportStep([], [$"one of them: the root could not process it: {fault.Message}"]);
        }
    }

    /// <summary>The last entry of this writer: the node named takes over.</summary>
    /// <param name="note">Who ordered it; null: nobody did.</param>
    public void Resign(string to, long now, OperActed? note = null)
    {
        _trials.Adjourn(now);
        IEnumerable<Event> ordered = note is not null && Levels.Of(note) <= Network.Level ? [note] : [];
        _entry.Log([.. ordered, new RootResigned(Epoch, to)], now);
        Flush();
    }

    /// <summary>Something is decided that is not appended yet.</summary>
    public bool HasOpenEntry => _entry.IsBegun;

    /// <summary>Closes the open entry and appends it. Called when no request waits.</summary>
    public void Flush() => _entry.Flush();

    // Requests of a leaf are taken one by one in the order of their numbers. After a gap the leaf sends again.
    private Intake? Expected(Request request, string replyTo, long now)
    {
        if (Network.FindLeaf(request.Leaf)?.Incarnation > request.Incarnation) return null;
        bool isForThis = IsForThis(request);
        if (!_intakes.TryGetValue(request.Leaf, out Intake? intake) || intake.GivesWayTo(request))
        {
            intake = new Intake(request.Incarnation, request.Oldest);
            // What a process asked an earlier root says nothing of whether it lives: the next may have a lower number.
            if (isForThis) _intakes[request.Leaf] = intake;
        }

        if (!intake.MayTake(request)) return null;
        // Who asks again is there too: it may lack the log, and with it every answer.
        if (_presence.Heard(request.Leaf, request.Incarnation, request.Version, now) is { } found)
            _entry.Log([found], now);
        if (!isForThis) return null;
        intake.NoLongerWaits(request.Oldest);
        if (intake.IsTurnOf(request)) return intake;
        if (request.Number > intake.Next) AskResend(intake, request, replyTo);
        else if (intake.Find(request.Number) is { } again) _answers.Send(replyTo, again);
        return null;
    }

    // A leaf that does not know this root yet may still show what the root before answered. It sends everything again
    // when it knows. Or this root was replaced and has not noticed: it gets nothing more to append, so it asks the log.
    private bool IsForThis(Request request)
    {
        if (request.Epoch is null || request.Epoch == Epoch) return true;
        _ports.Confirm();
        return false;
    }

    private void AskResend(Intake intake, Request request, string replyTo)
    {
        if (intake.AskedResendOf == intake.Next) return;
        intake.AskedResendOf = intake.Next;
        _ports.Reply(replyTo, _decider.Answer(request, ReplyKind.Resend, []));
    }

    // A root before this one may have done it: then its effects are in the log.
    private Reply? Repeated(Request request) =>
        Network.RecordOf(request)?.Find(request.Number) is { } effect
            ? _decider.Answer(request, ReplyKind.InLog, effect.Replies)
            : null;

    /// <summary>Every standby knows this level: the network is raised as far as everyone does.</summary>
    /// <returns>Whether there was anything to raise.</returns>
    public bool Raise(int standbys, long now)
    {
        int level = Math.Min(LevelInReach, standbys);
        if (level <= Network.Level) return false;
        // A snapshot that an older build made has not all of the configuration: whoever began with one gets it now.
        _entry.Log([new LevelRaised(level), new ConfigChanged(Network.Config)], now);
        Mark(now);
        return true;
    }

    // A leaf whose build is too old cannot follow the log and would show its clients nothing. So it is not answered,
    // and never becomes ready.
    private bool IsTooOld(Request request)
    {
        if (request.Version >= Network.Level) return false;
        if (_outdated.Count >= OutdatedKept) _outdated.Clear();
        if (_outdated.Add((request.Leaf, request.Incarnation))) _ports.Outdated(request, Network.Level);
        return true;
    }
}
