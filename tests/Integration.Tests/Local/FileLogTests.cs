using IrcNats.Local;
using IrcNats.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Integration.Tests.Local;

/// <summary>The log in a file, as those have it who follow it and append to it.</summary>
public sealed class FileLogTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("ircnats-log-").FullName;
    private readonly List<(ulong Seq, string? Refused)> _told = [];
    private readonly List<ulong> _cast = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_entry_is_stored_only_as_the_sequence_it_is_meant_to_become()
    {
        NetworkFile file = Open();
        using FileLog log = LogOf(file);
        await using ILogPen pen = await log.OpenAsync("root-1", Told, CancellationToken.None);
        await using IAsyncDisposable listening = await log.ListenAsync(Cast, CancellationToken.None);
        await pen.WriteAsync(1, [1], 0);
        await pen.WriteAsync(3, [3], 0);
        await pen.WriteAsync(2, [2], 0);
        await UntilAsync(() => _told.Count == 3);
        Assert.Equal([1UL, 2UL], _told.Where(t => t.Refused is null).Select(t => t.Seq));
        Assert.Equal([1UL, 2UL], _cast);
        Assert.Equal((1UL, 2UL), await log.BoundsAsync(CancellationToken.None));
        Assert.Equal([2], await log.GetAsync(2));
        Assert.NotNull(await log.AppendAsync(2, [9]));
        Assert.Null(await log.AppendAsync(3, [3]));
    }

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_goes_on_when_there_is_room()
    {
        NetworkFile file = Open();
        file.LimitTo(60_000);
        using FileLog log = LogOf(file);
        List<bool> changes = [];
        log.Changed += open => changes.Add(open);
        await using ILogPen pen = await log.OpenAsync("root-1", Told, CancellationToken.None);
        await using IAsyncDisposable listening = await log.ListenAsync(Cast, CancellationToken.None);
        ulong seq = 0;
        while (log.IsOpen)
        {
            await pen.WriteAsync(++seq, new byte[1000], 0);
            await Task.Delay(1);
        }

        int stored = _told.Count;
        Assert.InRange(stored, 1, (int)seq - 1);
        Assert.Equal((1UL, (ulong)stored), await log.BoundsAsync(CancellationToken.None));
        Assert.NotNull(await log.GetAsync(1));
        await pen.WriteAsync(++seq, [7], 0);
        await Task.Delay(600);
        Assert.Equal(stored, _told.Count);
        Assert.Equal(stored, _cast.Count);

        await log.AskAsync(() => MakeRoom(file));
        await UntilAsync(() => _told.Count == (int)seq);
        Assert.All(_told, t => Assert.Null(t.Refused));
        Assert.Equal(_told.Select(t => t.Seq), _cast);
        Assert.Equal([7], await log.GetAsync(seq));
        Assert.Equal([false, true], changes);
        Assert.True(log.IsOpen);
    }

    [Fact]
    public async Task What_was_written_again_in_a_later_generation_is_stored_once()
    {
        NetworkFile file = Open();
        file.LimitTo(60_000);
        using FileLog log = LogOf(file);
        await using ILogPen pen = await log.OpenAsync("root-1", Told, CancellationToken.None);
        ulong seq = 0;
        while (log.IsOpen)
        {
            await pen.WriteAsync(++seq, new byte[1000], 0);
            await Task.Delay(1);
        }

        ulong stored = (ulong)_told.Count;
        for (ulong again = stored + 1; again <= seq; again++) await pen.WriteAsync(again, [5], 1);
        await log.AskAsync(() => MakeRoom(file));
        await UntilAsync(() => _told.Count == (int)seq);
        Assert.All(_told, t => Assert.Null(t.Refused));
        Assert.Equal([5], await log.GetAsync(stored + 1));
    }

    [Fact]
    public async Task What_waits_is_stored_before_the_file_is_closed()
    {
        using (FileLog log = LogOf(Open()))
        {
            await using ILogPen pen = await log.OpenAsync("root-1", Told, CancellationToken.None);
            for (ulong seq = 1; seq <= 500; seq++) await pen.WriteAsync(seq, [1], 0);
        }

        using NetworkFile again = Open();
        Assert.Equal(500UL, again.Last);
    }

    private NetworkFile Open() => NetworkFile.Open(_folder, "irc");

    private FileLog LogOf(NetworkFile file) => new(file, _folder, TimeProvider.System, NullLogger.Instance);

    private static bool MakeRoom(NetworkFile file)
    {
        file.LimitTo(1L << 40);
        return true;
    }

    private void Told(ulong seq, int generation, string? refused) => Note(() => _told.Add((seq, refused)));

    private void Cast(ulong seq, byte[] bytes) => Note(() => _cast.Add(seq));

    private void Note(Action what)
    {
        TaskCompletionSource news;
        lock (_told)
        {
            what();
            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.SetResult();
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        while (true)
        {
            Task next;
            lock (_told)
            {
                if (holds()) return;
                next = _news.Task;
            }

            await next.WaitAsync(s_patience);
        }
    }
}
