using System.Diagnostics;
using System.Globalization;
using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;
using IrcNats.State;

namespace IrcNats.Chaos.Pages;

/// <summary>The clients that read histories, each on one leaf and in one channel.</summary>
sealed class Readers
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly ChaosOptions _options;
    private readonly Site _site;
    private readonly Tally _tally;
    private readonly RunClock _clock;
    private readonly PageTally _pages;
    private readonly Reader[] _readers, _last;
    private readonly Task[] _living;
    private readonly CancellationTokenSource _silent = new();
    private Task _asking = Task.CompletedTask;

    public Readers(ChaosOptions options, Site site, Tally tally, RunClock clock)
    {
        (_options, _site, _tally, _clock, _pages) = (options, site, tally, clock, new PageTally(tally));
        _readers = [.. Enumerable.Range(0, options.Readers).Select(n => Make(n, n % options.Channels))];
        int channels = options.Readers > 0 ? options.Channels : 0;
        _last = [.. Enumerable.Range(0, channels).Select(c => Make(options.Readers + c, c))];
        _living = [.. _readers.Concat(_last).Select(r => Task.Run(r.LiveAsync))];
    }

    public PageTally Pages => _pages;

    /// <summary>Waits until every reader is in its channel.</summary>
    public Task AllInAsync(TimeSpan patience) => UntilInAsync([.. _readers, .. _last], patience);

    /// <summary>Everybody asks from here on.</summary>
    public void Ask() => _asking = Task.WhenAll(_readers.Select(r => Task.Run(() => r.AskAsync(_silent.Token))));

    /// <summary>
    /// Nobody asks any more. One more reader is in each channel, which lives on with it when those who talked leave.
    /// </summary>
    public async Task SilenceAsync()
    {
        await _silent.CancelAsync();
        await _asking;
        _silent.Dispose();
    }

    /// <summary>
    /// Reads every channel's whole history, when nobody talks any more, and proves all pages against it.
    /// </summary>
    /// <returns>The numbers of each client's lines by its nick, in the order of the history.</returns>
    /// <exception cref="TimeoutException">A history cannot be read.</exception>
    public async Task<ILookup<string, int>> ProveAsync(TimeSpan patience)
    {
        List<(string Nick, int Number)> said = [];
        foreach (Reader last in _last)
        {
            List<PageLine> history = await last.ReadAllAsync(patience);
            ProvePages([.. _readers.Where(r => r.Place.ChannelNumber == last.Place.ChannelNumber)], history);
            foreach (PageLine line in history)
                if (int.TryParse(line.Text.Split(' ')[0], CultureInfo.InvariantCulture, out int number))
                    said.Add((line.Nick, number));
        }

        return said.ToLookup(line => line.Nick, line => line.Number);
    }

    /// <summary>All readers go.</summary>
    public async Task EndAsync()
    {
        foreach (Reader reader in _readers.Concat(_last)) reader.Stop();
        await Task.WhenAll(_living);
    }

    private void ProvePages(IReadOnlyList<Reader> readers, List<PageLine> history)
    {
        HashSet<Mark> redacted =
        [
            .. readers.SelectMany(r => r.Redacted),
            .. readers.SelectMany(r => r.Deletes).Except(history.Select(l => l.Mark)),
        ];
        PageProof proof = new([.. history.Select(l => l.Mark).Union(redacted).Order()], redacted);
        foreach (PageLine line in history.Where(l => redacted.Contains(l.Mark)))
            _pages.WasWrong($"{line.Nick} '{line.Text}' had been redacted, and is in the history at the end");
        foreach (Reader reader in readers)
            foreach (Page page in reader.Shown)
                if (proof.Refute(page, reader.Redacted) is { } why)
                    _pages.WasWrong($"{reader.Nick} on {reader.Place.Leaf.Name}: {page}: {why}");
    }

    private Reader Make(int number, int channel)
    {
        int leaf = number % _options.Leaves;
        Place place = new(
            channel, _options.Channels, Seat: -1, Members: 0, leaf, _site.Leaves[leaf], _site.PortOf(leaf));
        return new Reader(number, place, _pages, _tally, _clock, HashCode.Combine(_options.Seed, number));
    }

    private static async Task UntilInAsync(IReadOnlyList<Reader> readers, TimeSpan patience)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!readers.All(r => r.IsIn))
        {
            if (waited.Elapsed > patience) throw new TimeoutException("the readers are not all in their channels");
            await Task.Delay(s_look);
        }
    }
}
