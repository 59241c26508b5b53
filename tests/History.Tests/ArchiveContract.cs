using FsCheck;
using FsCheck.Fluent;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History.Tests;

/// <summary>What every archive of history does. One class derives from it for each kind.</summary>
public abstract class ArchiveContract
{
    private const int LogLength = 256;

    private static readonly HistoryTarget s_target = Said.Targets[0];

    /// <summary>Why this kind of archive cannot be had here: the tests are skipped. Null: it can.</summary>
    protected virtual string? WhyNot => null;

    /// <summary>Runs of steps that are compared with the model; fewer where each takes seconds.</summary>
    protected virtual int Runs => 25;

    /// <summary>An empty archive.</summary>
    protected abstract Task<Store> MakeEmptyAsync();

    private Task<Store> MakeAsync()
    {
        Skip.If(WhyNot is not null, WhyNot);
        return MakeEmptyAsync();
    }

    // Not an attribute of FsCheck: that takes a test that is skipped for one that failed.
    [SkippableFact]
    public void Whatever_is_done_it_is_what_the_model_says()
    {
        Skip.If(WhyNot is not null, WhyNot);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs),
            Prop.ForAll<Step[], byte, byte>((steps, seed, perTarget) =>
                DoAllAsync(steps, seed, perTarget).GetAwaiter().GetResult()));
    }

    private async Task DoAllAsync(Step[] steps, byte seed, byte perTarget)
    {
        await using Store store = await MakeEmptyAsync();
        HistoryRetention retention = new(
            seed % 3 == 0 && !store.AgesByItself ? TimeSpan.FromMilliseconds(300) : null,
            perTarget % 2 == 0 ? null : 5 + perTarget);
        await using Script script = await Script.StartAsync(store, retention, Said.Log(LogLength, seed));
        foreach (Step step in steps) await script.DoAsync(step);
        await script.CompareAllAsync();
    }

    // Far more of one target than a page has, with holes of all sizes in it.
    [SkippableFact]
    public Task A_long_history_is_read_from_any_place_to_any_other() => ReadALongHistoryAsync(1);

    [SkippableFact, Trait("Run", "long")]
    public Task A_long_history_is_read_from_other_places_too() => ReadALongHistoryAsync(2);

    private async Task ReadALongHistoryAsync(int seed)
    {
        const int count = 3000;
        Random dice = new(seed);
        await using Store store = await MakeAsync();
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, count);
        await using Script script = await Script.StartAsync(store, new HistoryRetention(), log);
        for (int i = 0; i < count; i += 1000) await script.AppendAsync(0, 1000);

        await CompareSomeAsync();
        foreach (int hole in (int[])[0, 1, 64, 511, 512, 513, 1024, 1087, 1088, 2048, 2998, 2999])
            await script.DeleteAsync(hole);
        await CompareSomeAsync();
        for (int i = 1500; i < 1700; i++) await script.DeleteAsync(i);
        await CompareSomeAsync();
        await script.ForgetAsync(Said.Accounts[2], HistoryQuery.LimitMax);
        await CompareSomeAsync();

        async Task CompareSomeAsync()
        {
            for (int i = 0; i < 15; i++)
            {
                HistoryPoint one = Point(), other = Point();
                int limit = dice.Next(4) == 0 ? HistoryQuery.LimitMax : 1 + dice.Next(130);
                await script.CompareAsync(dice.Next(5) switch
                {
                    0 => HistoryQuery.Latest(s_target, one, limit),
                    1 => HistoryQuery.Before(s_target, one, limit),
                    2 => HistoryQuery.After(s_target, one, limit),
                    3 => HistoryQuery.Between(s_target, one, other, limit),
                    _ => HistoryQuery.Of(s_target, log[dice.Next(count)].Message.Mark),
                });
            }
        }

        HistoryPoint Point()
        {
            KeptMessage at = log[dice.Next(20) == 0 ? 0 : dice.Next(count)].Message;
            return dice.Next(2) == 0 ? HistoryPoint.Of(at.Mark) : HistoryPoint.Of(at.Time + dice.Next(3) - 1);
        }
    }

    [SkippableFact]
    public async Task An_empty_archive_answers_that_there_is_nothing()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        Assert.Empty((await archive.ReadAsync(HistoryQuery.Latest(s_target, null, 5), default)).Messages);
        Assert.Empty(await archive.ActiveAsync(new(Said.Targets, "alice", 0, long.MaxValue, 5), default));
        Assert.Empty(await MarksAsync(archive));
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        Assert.Null(pen.UpTo);
        Assert.Equal(0, await pen.AppendAsync([], default));
        Assert.False(await pen.DeleteAsync(s_target, new Mark(1, default), default));
        Assert.Equal(0, await pen.TrimAsync(long.MaxValue, 10, default));
    }

    [SkippableFact]
    public async Task What_was_appended_is_read_at_once_by_another_process()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive writer = await store.OpenAsync(), reader = await store.OpenAsync();
        await using IHistoryPen pen = await writer.OpenAsync(1, default);
        foreach (HistoryItem item in Said.Monologue(s_target, 20))
        {
            await pen.AppendAsync([item], default);
            HistoryPage page = await reader.ReadAsync(HistoryQuery.Latest(s_target, null, 1), default);
            Assert.Equal(Script.Shown(item.Message), Script.Shown(Assert.Single(page.Messages)));
        }
    }

    // An archiver is paused, another takes over, and the first goes on.
    [SkippableFact]
    public async Task Of_two_archivers_only_the_one_that_came_last_writes()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive one = await store.OpenAsync(), other = await store.OpenAsync();
        IReadOnlyList<HistoryItem> log = Said.Log(40, seed: 1);
        await using IHistoryPen old = await one.OpenAsync(5, default);
        await old.AppendAsync([.. log.Take(10)], default);

        await using IHistoryPen pen = await other.OpenAsync(5, default);
        await pen.AppendAsync([.. log.Skip(5).Take(15)], default);
        foreach (Func<Task> act in (Func<Task>[])
            [
                () => old.AppendAsync([.. log.Skip(10).Take(30)], default),
                () => old.AppendAsync([.. log.Skip(30).Take(1)], default),
            ])
            await Assert.ThrowsAsync<HistoryFencedException>(act);
        var fenced = await Assert.ThrowsAsync<HistoryFencedException>(() => one.OpenAsync(4, default));
        Assert.Contains("epoch 5", fenced.Message);
        await pen.AppendAsync([.. log.Skip(15).Take(25)], default);

        Assert.Equal(
            log.Select(i => i.Message.Mark.ToString()).Order(),
            (await MarksAsync(one)).Order());
    }

    // An epoch of two archivers at once: both try everything at the same time.
    [SkippableFact]
    public async Task Archivers_that_write_at_the_same_time_double_nothing()
    {
        await using Store store = await MakeAsync();
        IReadOnlyList<HistoryItem> log = Said.Log(300, seed: 2);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using IHistoryArchive archive = await store.OpenAsync();
            for (int tries = 0; tries < 50; tries++)
            {
                try
                {
                    await using IHistoryPen pen = await archive.OpenAsync(7, default);
                    for (int i = 0; i < log.Count; i += 10) await pen.AppendAsync([.. log.Skip(i).Take(10)], default);
                    return;
                }
                catch (HistoryException e) when (e is HistoryFencedException or HistorySilentException)
                {
                    // The other one goes on, and this one after it.
                }
            }
        })));

        await using IHistoryArchive reader = await store.OpenAsync();
        await using (IHistoryPen pen = await reader.OpenAsync(7, default)) await pen.AppendAsync([.. log], default);
        Assert.Equal(
            log.Select(i => i.Message.Mark.ToString()).Order(), (await MarksAsync(reader)).Order());
    }

    [SkippableFact]
    public async Task A_batch_that_is_not_in_order_is_refused_whole()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, 3);
        await Assert.ThrowsAsync<ArgumentException>(() => pen.AppendAsync([log[0], log[2], log[1]], default));
        await Assert.ThrowsAsync<ArgumentException>(() => pen.AppendAsync([log[0], log[0]], default));
        await Assert.ThrowsAsync<ArgumentException>(
            () => pen.AppendAsync(Said.Monologue(s_target, HistoryQuery.LimitMax + 1), default));
        Assert.Empty(await MarksAsync(archive));
    }

    [SkippableFact]
    public async Task What_is_out_of_range_is_refused()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        foreach (int limit in (int[])[0, -1, HistoryQuery.LimitMax + 1])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => HistoryQuery.Latest(s_target, null, limit));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => archive.ScanAsync(null, null, limit, default));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pen.TrimAsync(0, limit, default));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => pen.ForgetAsync("alice", null, limit, default));
        }

        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => archive.ReadAsync(HistoryQuery.Latest(s_target, null, 5), stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => pen.AppendAsync(Said.Monologue(s_target, 1), stop.Token));
    }

    [SkippableFact]
    public async Task What_the_configuration_says_anew_is_kept_from_then_on()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync(Said.Monologue(s_target, 50), default);
        foreach (int most in (int[])[20, 5])
        {
            await archive.RetainAsync(new HistoryRetention(PerTarget: most), default);
            while (await pen.TrimAsync(0, 10, default) > 0)
            {
            }

            Assert.Equal(most, (await MarksAsync(archive)).Count);
        }
    }

    // Msgids that clients invent: of numbers that no log has.
    private static readonly (ulong Seq, int Index, ulong Epoch)[] s_inventions =
    [
        (ulong.MaxValue, int.MaxValue, ulong.MaxValue), (ulong.MaxValue, -1, 1), (0, 0, 0),
        (1, int.MinValue, ulong.MaxValue), (long.MaxValue, 3, 1),
    ];

    [SkippableFact]
    public async Task A_place_that_no_log_has_is_before_or_behind_everything()
    {
        await using Store store = await MakeAsync();
        await using Script script = await Script.StartAsync(
            store, new HistoryRetention(), Said.Monologue(s_target, 100));
        await script.AppendAsync(0, 100);
        foreach (var (seq, index, epoch) in s_inventions)
        {
            HistoryPoint point = HistoryPoint.Of(new Mark(epoch, new Position(seq, index)));
            await script.CompareAsync(HistoryQuery.Before(s_target, point, 10));
            await script.CompareAsync(HistoryQuery.After(s_target, point, 10));
            await script.CompareAsync(HistoryQuery.Of(s_target, point.Mark!.Value));
        }

        foreach (long time in (long[])[long.MinValue, long.MaxValue, 0, -1])
        {
            await script.CompareAsync(HistoryQuery.Before(s_target, HistoryPoint.Of(time), 10));
            await script.CompareAsync(HistoryQuery.After(s_target, HistoryPoint.Of(time), 10));
        }
    }

    [SkippableFact]
    public async Task What_was_deleted_or_forgotten_is_in_no_file_and_comes_back_by_no_restart()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, 40);
        IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync(log, default);
        HistoryItem[] gone = [log[3], log[20], log[^1], .. log.Where(i => i.Message.Account == Said.Accounts[1])];
        foreach (HistoryItem item in gone[..3])
            Assert.True(await pen.DeleteAsync(item.Target, item.Message.Mark, default));
        for (string? from = null; ;)
        {
            from = (await pen.ForgetAsync(Said.Accounts[1], from, 1000, default)).Next;
            if (from is null) break;
        }

        Assert.All(gone, item => Assert.False(store.HasInFiles(Said.TextOf(item.Message.Mark))));
        pen = await archive.OpenAsync(2, default);
        Assert.Equal(log[^1].Message.Mark, pen.UpTo!.Mark);
        Assert.Equal(0, await pen.AppendAsync(log, default));
        Assert.Empty((await MarksAsync(archive)).Intersect(gone.Select(g => g.Message.Mark.ToString())));
    }

    [SkippableFact]
    public async Task An_account_finds_a_conversation_whose_newest_message_was_deleted()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        HistoryTarget pair = HistoryTarget.OfAccounts("alice", "bob");
        IReadOnlyList<HistoryItem> log = Said.Monologue(pair, 5);
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync(log, default);
        Assert.True(await pen.DeleteAsync(pair, log[^1].Message.Mark, default));
        HistoryActivityQuery query = new([], "alice", 0, long.MaxValue, 10);
        HistoryActivity active = Assert.Single(await archive.ActiveAsync(query, default));
        Assert.Equal((pair, log[^2].Message.Mark), (active.Target, active.Newest));
    }

    // It was written by a faulty disk, or a hand.
    [SkippableFact]
    public async Task What_cannot_be_read_is_passed_over_and_reported()
    {
        await using Store store = await MakeAsync();
        await using IHistoryArchive archive = await store.OpenAsync();
        IReadOnlyList<HistoryItem> log = Said.Monologue(s_target, 300);
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        await pen.AppendAsync([.. log.Take(100)], default);
        if (!await store.SpoilAsync(s_target)) return;
        await pen.AppendAsync([.. log.Skip(90).Take(110)], default);
        Assert.True(await store.SpoilAsync(s_target));
        await using IHistoryPen next = await archive.OpenAsync(1, default);
        Assert.Equal(log[199].Message.Mark, next.UpTo!.Mark);
        await next.AppendAsync([.. log.Skip(90)], default);
        await using IHistoryArchive other = await store.OpenAsync();

        HistoryPage page = await other.ReadAsync(HistoryQuery.Latest(s_target, null, 300), default);
        Assert.Equal(log.Select(i => i.Message.Mark), page.Messages.Select(m => m.Mark));
        Assert.Equal(2, page.Unreadable.Count);
        Assert.All(page.Unreadable, why => Assert.Contains("not a payload of ours", why));
        page = await other.ReadAsync(HistoryQuery.After(s_target, HistoryPoint.Of(log[80].Message.Mark), 50), default);
        Assert.Equal(log.Skip(81).Take(50).Select(i => i.Message.Mark), page.Messages.Select(m => m.Mark));
        Assert.Single(page.Unreadable);
        Assert.Equal(300, (await MarksAsync(other)).Count);
    }

    private static async Task<IReadOnlyList<string>> MarksAsync(IHistoryArchive archive)
    {
        List<string> marks = [];
        HistoryScan part = new([], null); // from the beginning
        do
        {
            part = await archive.ScanAsync(null, part.Next, HistoryQuery.LimitMax, default);
            marks.AddRange(part.Items.Select(i => i.Message.Mark.ToString()));
        }
        while (part.Next is not null);
        return marks;
    }
}
