using System.Diagnostics;
using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;

namespace IrcNats.Chaos.Tests;

/// <summary>The clients of a chaos run notice what a faulty network does to their lines.</summary>
public sealed class TalkerTests
{
    private const int Lines = 9;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_network_that_does_as_it_should_is_clean()
    {
        Tally tally = await TalkAsync(number => [number]);
        Assert.True(tally.IsClean);
        Assert.Equal(Lines, tally.Delivered);
    }

    [Fact]
    public async Task A_line_that_one_member_never_hears_is_lost() =>
        Assert.Equal((1, 0, 0), Found(await TalkAsync(number => number == 4 ? [] : [number])));

    [Fact]
    public async Task The_last_line_can_be_lost_too() =>
        Assert.Equal((1, 0, 0), Found(await TalkAsync(number => number == Lines ? [] : [number], hears: Lines - 1)));

    [Fact]
    public async Task A_line_heard_twice_is_doubled() =>
        Assert.Equal((0, 1, 0), Found(await TalkAsync(number => number == 4 ? [4, 4] : [number])));

    [Fact]
    public async Task A_line_heard_twice_later_is_doubled_too() =>
        Assert.Equal((0, 1, 0), Found(await TalkAsync(number => number == 8 ? [4, 8] : [number])));

    [Fact]
    public async Task A_line_heard_after_the_next_is_out_of_order() =>
        Assert.Equal(
            (0, 0, 1), Found(await TalkAsync(number => number switch { 4 => [], 5 => [5, 4], _ => [number] })));

    [Fact]
    public async Task A_socket_that_is_closed_for_no_reason_is_dropped()
    {
        Tally tally = await TalkAsync(number => [number], cut: 4);
        Assert.Equal(1, tally.Dropped);
        Assert.Equal((0, 0, 0), Found(tally));
    }

    [Fact]
    public async Task A_log_that_has_each_line_once_and_in_order_is_clean() =>
        Assert.Equal((0, 0, 0), Found(await TalkAsync(number => [number], logged: [1, 2, 3, 4, 5, 6, 7, 8, 9])));

    [Fact]
    public async Task A_line_that_was_acknowledged_and_that_the_log_lacks_is_lost() =>
        Assert.Equal((1, 0, 0), Found(await TalkAsync(number => [number], logged: [1, 2, 3, 4, 5, 6, 7, 8])));

    [Fact]
    public async Task A_line_that_the_log_has_twice_is_doubled() =>
        Assert.Equal((0, 1, 0), Found(await TalkAsync(number => [number], logged: [1, 2, 3, 4, 5, 6, 7, 8, 9, 4])));

    [Fact]
    public async Task A_line_that_the_log_has_behind_a_later_one_is_out_of_order() =>
        Assert.Equal((0, 0, 1), Found(await TalkAsync(number => [number], logged: [1, 3, 2, 4, 5, 6, 7, 8, 9])));

    private static (int Lost, int Doubled, int OutOfOrder) Found(Tally tally) =>
        (tally.Lost, tally.Doubled, tally.OutOfOrder);

    // One client speaks, another hears.
    private static async Task<Tally> TalkAsync(
        Func<int, int[]> shown, int cut = 0, int hears = Lines, int[]? logged = null)
    {
        DirectoryInfo logs = Directory.CreateTempSubdirectory("ircnats-chaos-tests-");
        RunClock clock = new();
        Tally tally = new(clock);
        using FaultyLeaf leaf = new(shown, cut);
        int port = leaf.Start();
        await using (Kept process = new("leaf-1", logs.FullName, clock, "ready", StandIn))
        {
            Talker[] talkers = [.. Enumerable.Range(0, 2).Select(n =>
                new Talker(n, new Place(0, 1, n, 2, 0, process, port), tally, new StallMeter(1), clock))];
            Task[] living = [.. talkers.Select(t => t.LiveAsync())];
            await UntilAsync(() => talkers.All(t => t.IsIn));
            while (talkers[0].Said < Lines) await SayAsync(talkers);
            await UntilAsync(() => talkers[1].HasHeard(talkers[0], hears));
            foreach (Talker talker in talkers) talker.Stop();
            await Task.WhenAll(living);
            foreach (Talker talker in talkers) talker.Settle(talkers);
            if (logged is not null) talkers[0].CheckLog(logged);
        }

        logs.Delete(recursive: true);
        return tally;
    }

    private static async Task SayAsync(Talker[] talkers)
    {
        await UntilAsync(() => talkers[1].IsIn && talkers[0].TrySpeak());
        await UntilAsync(() => talkers[0].Open == 0);
        // A client notices the end of its connection in its own time.
        await Task.Delay(20);
    }

    private static ProcessStartInfo StandIn() => new("bash", ["-c", "echo ready; sleep 60"]);

    private static async Task UntilAsync(Func<bool> done)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!done())
        {
            Assert.True(waited.Elapsed < s_patience, "waited in vain");
            await Task.Delay(5);
        }
    }
}
