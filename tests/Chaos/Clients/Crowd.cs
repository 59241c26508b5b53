using System.Diagnostics;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;

namespace IrcNats.Chaos.Clients;

/// <summary>All the clients, and the pace at which they talk.</summary>
sealed class Crowd
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(5);

    private readonly Talker[] _talkers;
    private readonly Task[] _living;
    private readonly int _rate;
    private readonly StallMeter _stalls;
    private Task _talking = Task.CompletedTask;
    private volatile bool _silent;

    public Crowd(ChaosOptions options, Site site, Tally tally, RunClock clock)
    {
        _rate = options.Rate;
        _stalls = new StallMeter(options.Leaves);
        _talkers = [.. Enumerable.Range(0, options.Clients).Select(n =>
            new Talker(n, PlaceOf(n, options, site), tally, _stalls, clock))];
        _living = [.. _talkers.Select(t => Task.Run(t.LiveAsync))];
    }

    /// <summary>Lines that could not be said in time, because connections were away or full.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Waits until every client is in its channel.</summary>
    public Task AllInAsync(TimeSpan patience) =>
        UntilAsync(() => _talkers.All(t => t.IsIn), patience, "the clients are not all in their channels");

    /// <summary>Everybody talks from here on, in turn, at the set rate.</summary>
    public void Talk() => _talking = Task.Run(TalkAsync);

    /// <summary>A strike has just happened.</summary>
    /// <param name="except">A leaf that is not watched, because it was struck itself.</param>
    /// <returns>The stall, when it is over.</returns>
    public Task<TimeSpan> StallAsync(TimeSpan strike, int? except) =>
        _stalls.Begin(strike, [.. _talkers.Select(t => t.Said)], except);

    /// <summary>Watches for the longest time in which nobody on a leaf hears a line.</summary>
    public void Watch(TimeSpan since) => _stalls.Begin(since);

    /// <returns>The longest time since <see cref="Watch"/>.</returns>
    public TimeSpan EndWatch() => _stalls.End();

    /// <summary>
    /// Everybody falls silent and waits for what is still on its way, then says one last line, which shows whether a
    /// line before it is missing.
    /// </summary>
    /// <returns>False if something did not come in time.</returns>
    public async Task<bool> EndAsync(TimeSpan patience)
    {
        _silent = true;
        await _talking;
        try
        {
            await AllInAsync(patience);
            foreach (Talker talker in _talkers)
                await UntilAsync(talker.TrySpeak, patience, "a client cannot speak");
            await UntilAsync(() => _talkers.All(t => t.Open == 0 && HeardAll(t)), patience, "lines do not arrive");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            foreach (Talker talker in _talkers) talker.Stop();
            await Task.WhenAll(_living);
        }
    }

    /// <summary>Counts what was lost; after the end.</summary>
    public (long Echoed, long Said) Settle()
    {
        (long echoed, long said) = (0, 0);
        foreach (IGrouping<int, Talker> channel in Channels())
        {
            Talker[] members = [.. channel];
            foreach (Talker talker in members)
            {
                (long ownEchoed, long ownSaid) = talker.Settle(members);
                (echoed, said) = (echoed + ownEchoed, said + ownSaid);
            }
        }

        return (echoed, said);
    }

    /// <summary>Counts what is wrong with the lines that the log has; after the end.</summary>
    /// <param name="logged">The numbers of each client's lines by its nick, in the order of the log.</param>
    public void CheckLog(ILookup<string, int> logged)
    {
        foreach (Talker talker in _talkers) talker.CheckLog([.. logged[talker.Nick]]);
    }

    // A channel's members come from all leaves.
    private static Place PlaceOf(int client, ChaosOptions options, Site site)
    {
        int channel = client % options.Channels, seat = client / options.Channels, leaf = seat % options.Leaves;
        int members = (options.Clients - channel + options.Channels - 1) / options.Channels;
        return new Place(channel, options.Channels, seat, members, leaf, site.Leaves[leaf], site.PortOf(leaf));
    }

    private static async Task UntilAsync(Func<bool> done, TimeSpan patience, string complaint)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!done())
        {
            if (waited.Elapsed > patience) throw new TimeoutException($"{complaint} after {patience.TotalSeconds} s");
            await Task.Delay(20);
        }
    }

    private IEnumerable<IGrouping<int, Talker>> Channels() => _talkers.GroupBy(t => t.Place.ChannelNumber);

    private bool HeardAll(Talker talker) => _talkers
        .Where(t => t.Place.ChannelNumber == talker.Place.ChannelNumber)
        .All(speaker => talker.HasHeard(speaker, speaker.Said));

    private async Task TalkAsync()
    {
        Stopwatch time = Stopwatch.StartNew();
        long due = 0;
        for (int next = 0; !_silent; await Task.Delay(s_tick))
            for (; due < time.Elapsed.TotalSeconds * _rate; due++)
            {
                int tried = 0;
                while (tried++ < _talkers.Length && !_talkers[next++ % _talkers.Length].TrySpeak()) { }
                if (tried > _talkers.Length) HeldBack++;
            }
    }
}
