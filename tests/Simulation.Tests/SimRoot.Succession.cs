using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

// How it becomes the root, and ceases to be it: what RootService does, by the same rules (Succession).
sealed partial class SimRoot
{
    // Who does not get its own election from the log ends.
    private const int OwnElection = 30_000;

    private string? _resigning;
    // Resigned: what it decided is being stored, and it decides nothing more.
    private bool _isDone;
    private bool _isCandidate, _ordered, _isEnding;

    /// <summary>An operator has it hand over to another, or to nobody in particular.</summary>
    public void HandOver(string to)
    {
        if (Writer is null || to == Name || _resigning is not null) return;
        _resigning = to;
        After(0, Work);
    }

    /// <summary>An operator has it take over, if its root is gone.</summary>
    public void TakeOver()
    {
        if (Writer is not null || _isBusy || Network.Config.Failover.Policy == FailoverPolicy.AlertOnly) return;
        WhenGone(first: true, () => _ordered = true);
    }

    /// <summary>It is told to end (SIGTERM), and its supervisor starts it again.</summary>
    public void Stop()
    {
        if (Writer is null)
        {
            Cluster.Crash(this);
            return;
        }

        HandOver(Root.Core.Writer.Anyone);
        _isEnding = true;
        After(1000, () => Cluster.Crash(this));
    }

    // A beat is late: the bus knows at once when nobody takes requests, but a root that hangs does not answer at all.
    private void StandBy()
    {
        if (Writer is not null || _isBusy) return;
        bool first = _isFirst;
        _isFirst = false;
        ulong seen = Network.Seq;
        switch (Succession.Of(Network, Name, Network.Config.Failover.Policy, _ordered))
        {
            case Claim.AtOnce:
                Elect(seen);
                break;
            case Claim.WhenGone:
                WhenGone(first, () => Elect(seen));
                break;
        }
    }

    private void WhenGone(bool first, Action gone)
    {
        if (_standby.Silence.TotalMilliseconds > Network.Config.Failover.After) gone();
        else if (first) Probe(gone);
        else if (_standby.IsRootLate) Probe(() => After(LookEvery, () => { if (_standby.IsRootLate) Probe(gone); }));
    }

    private void Probe(Action gone)
    {
        int probe = Question(ProbeTimeout);
        _commands.Up(() =>
        {
            if (Cluster.Roots.Any(r => r.IsHeard)) return;
            _commands.Down(() => Post(() => { if (Ends(probe)) gone(); }));
        });
    }

    // Not if the log went on since it was seen: another root may have been elected by then. Nor by one who is not sure
    // what the log is.
    private void Elect(ulong seen)
    {
        if (seen != Network.Seq || _follower is not { IsCertain: true } follower) return;
        int election = Question(ElectionTimeout, () => _isCandidate = false);
        Begin(async () =>
        {
            if (await StandsAsync(follower) && election == _tries && seen == Network.Seq) Elect(seen, election);
            else Ends(election);
        });
    }

    private static async Task<bool> StandsAsync(LogFollower follower)
    {
        try
        {
            return await follower.StandsAsync(CancellationToken.None);
        }
        catch (LogSilentException)
        {
            return false;
        }
    }

    private void Elect(ulong seen, int election)
    {
        _isCandidate = true;
        _mail.Clear();
        _time.Begin(_standby.NetworkTime, Network.Time);
        int dice = Time.Dice.Next(Root.Core.Writer.EpochDice);
        Entry entry = Root.Core.Writer.Election(Network, Name, Cluster.Config, Now, dice);
        _stream.Append(seen + 1, Codec.Encode(entry), stored =>
        {
            if (!Ends(election)) return;
            _isCandidate = stored;
            // Whichever it was: the log holds an entry that this process may not have seen.
            if (stored) _follower?.Reaches(seen + 1);
            else _follower?.Doubt();
            if (stored) Begin(() => WonAsync(seen + 1, entry.Epoch));
        });
    }

    // One question at a time, and each has its time.
    private int Question(int timeout, Action? unanswered = null)
    {
        (int question, _isBusy) = (++_tries, true);
        After(timeout, () => { if (Ends(question)) unanswered?.Invoke(); });
        return question;
    }

    // No question that is open now is waited for any more.
    private void BeBusy() => (_tries, _isBusy) = (_tries + 1, true);

    private bool Ends(int question)
    {
        if (question != _tries || !_isBusy) return false;
        _isBusy = false;
        return true;
    }

    private async Task WonAsync(ulong seq, ulong epoch)
    {
        BeBusy();
        // The log may have gone back behind it.
        for (long end = Time.Now + OwnElection; Network.Seq < seq && Network.Seq + 1 >= seq; await Wait(1))
            if (Time.Now > end) Cluster.Crash(this);
        if (MayWrite(epoch))
        {
            await _follower!.DisposeAsync();
            if (MayWrite(epoch)) await WriteAsync();
            else await StandByAgainAsync(Network);
        }
        else
        {
            (_isBusy, _isCandidate) = (false, false);
        }
    }

    private bool MayWrite(ulong epoch) => Succession.MayWrite(Network, Name, epoch);

    private async Task WriteAsync()
    {
        Network network = Network;
        byte[]? newest = _follower!.Newest is var (seq, bytes) && seq == network.Seq ? bytes : null;
        _follower = null;
        _appender = new LogAppender(
            _stream, Name, (network.Seq, newest), _ => Cluster.Crash(this), Clock, NullLogger.Instance);
        await _appender.StartAsync(CancellationToken.None);
        Writer writer = Writer = new Writer(network, this, Config.Secrets);
        (_isBusy, _isDone, _ordered, _resigning) = (false, false, false, null);
        _storedABeatAgo = network.Seq;
        await Wait(Time.Dice.Next(3));
        TakesRequests = true;
        SendBeat();
        After(0, Work);
        bool Writes() => TakesRequests && !_isDone && (Writer == writer || Cluster.Broken == BrokenRule.NoMemory);
        Every(BeatEvery, SendBeat, Writes);
        Every(100, () => { if (_commands.IsOpen) AtRisk(() => Writer!.Tick(Now)); }, Writes);
        Every(MarkEvery, Mark, Writes);
    }

    // What it decided is stored before anyone else may write; then it is a standby like any other.
    private void Resign()
    {
        Writer!.Resign(_resigning!, Now);
        _resigning = null;
        if (Cluster.Broken == BrokenRule.GoesOnAfterHandover) return;
        _isDone = true;
        BeBusy();
        Begin(StepDownAsync);
    }

    private async Task StepDownAsync()
    {
        Network network = Network;
        while (_appender!.Committed < network.Seq) await Wait(1);
        if (_isEnding) Cluster.Crash(this);
        else await StandByAgainAsync(network);
    }

    private async Task StandByAgainAsync(Network network)
    {
        (Writer, TakesRequests, _isCandidate) = (null, false, false);
        BeBusy();
        if (_appender is not null) await _appender.DisposeAsync();
        _appender = null;
        _standby = Standby(network);
        _standby.Said(Now);
        await FollowAsync(Grounds.Of(network));
    }
}
