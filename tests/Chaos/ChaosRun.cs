using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;
using IrcNats.Chaos.Pages;

namespace IrcNats.Chaos;

/// <summary>One run from the first process to the last.</summary>
static class ChaosRun
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_calmEnd = TimeSpan.FromSeconds(1);

    /// <returns>0 if users noticed nothing but stalls, else 1.</returns>
    public static async Task<int> RunAsync(ChaosOptions options)
    {
        string data = options.Data is { } folder
            ? Directory.CreateDirectory(folder).FullName
            : Directory.CreateTempSubdirectory("ircnats-chaos-").FullName;
        RunClock clock = new();
        Tally tally = new(clock);
        Report report;
        await using (Site site = await Site.StartAsync(options, data, clock))
            report = await StrikeAsync(options, site, tally, clock);
        bool good = report.Completed && tally.IsClean;
        foreach (string finding in tally.Findings) Console.WriteLine(finding);
        Console.WriteLine(report);
        Console.WriteLine(report.Json());
        if (good && options.Data is null) Directory.Delete(data, recursive: true);
        else Console.Error.WriteLine($"what the processes printed is in {Path.Combine(data, "log")}");
        return good ? 0 : 1;
    }

    private static async Task<Report> StrikeAsync(ChaosOptions options, Site site, Tally tally, RunClock clock)
    {
        Crowd crowd = new(options, site, tally, clock);
        Readers readers = new(options, site, tally, clock);
        await using Assault assault = new(options, site, crowd, clock);
        bool completed = true;
        TimeSpan began = clock.Now;
        try
        {
            await crowd.AllInAsync(s_patience);
            await readers.AllInAsync(s_patience);
            began = clock.Now;
            Console.WriteLine($"{began.TotalSeconds,9:0.000}  {options.Clients} clients are in; they begin to talk");
            crowd.Talk();
            readers.Ask();
            await assault.RunAsync();
            await Task.Delay(s_calmEnd);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            Console.WriteLine($"{clock.Now.TotalSeconds,9:0.000}  gave up: {e.Message}");
            completed = false;
        }

        TimeSpan took = clock.Now - began;
        await readers.SilenceAsync();
        completed &= await crowd.EndAsync(completed ? s_patience : s_calmEnd);
        if (completed && options.Readers > 0) completed = await ProveAsync(readers, crowd);
        await readers.EndAsync();
        (long echoed, long said) = crowd.Settle();
        if (options.Victim == Victim.Single)
        {
            await site.DisposeAsync();
            crowd.CheckLog(LoggedLines.In(site.SingleData));
        }

        return new Report
        {
            Victim = options.Strikes,
            Seed = options.Seed,
            Clients = options.Clients,
            Leaves = options.Leaves,
            NatsNodes = site.Nats.Count,
            Rate = options.Rate,
            Seconds = Math.Round(took.TotalSeconds, 1),
            Kills = assault.Stalls.Count,
            Stalls = assault.Stalls,
            BareStalls = assault.BareStalls,
            Sent = said,
            Echoed = echoed,
            Delivered = tally.Delivered,
            Refused = tally.Refused,
            HeldBack = crowd.HeldBack,
            Unanswered = tally.Unanswered,
            Lost = tally.Lost,
            Doubled = tally.Doubled,
            OutOfOrder = tally.OutOfOrder,
            Mislabelled = tally.Mislabelled,
            Dropped = tally.Dropped,
            Pages = readers.Pages.Pages,
            WrongPages = tally.WrongPages,
            RefusedPages = readers.Pages.Refused,
            Redacted = readers.Pages.Redacted,
            OwnEnds = site.All.Sum(p => p.Ends),
            Completed = completed,
        };
    }

    private static async Task<bool> ProveAsync(Readers readers, Crowd crowd)
    {
        try
        {
            await readers.AllInAsync(s_patience);
            crowd.CheckLog(await readers.ProveAsync(s_patience));
            return true;
        }
        catch (TimeoutException e)
        {
            Console.WriteLine(e.Message);
            return false;
        }
    }
}
