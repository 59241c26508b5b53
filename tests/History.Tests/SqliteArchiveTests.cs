using IrcNats.Sqlite;
using IrcNats.State;
using Microsoft.Data.Sqlite;

namespace IrcNats.History.Tests;

public sealed class SqliteArchiveTests : ArchiveContract
{
    protected override Task<Store> MakeEmptyAsync() => Task.FromResult<Store>(new SqliteStore());

    [Fact]
    public async Task A_file_of_a_newer_build_is_refused_and_stays_as_it_is()
    {
        await using SqliteStore store = new();
        await (await store.OpenAsync()).DisposeAsync();
        store.Run("PRAGMA user_version = 7");

        var refused = await Assert.ThrowsAsync<HistorySchemaException>(() => store.OpenAsync());

        Assert.Contains("newer build", refused.Message);
        Assert.Contains("history.db", refused.Message);
    }

    [Fact]
    public async Task A_database_of_something_else_is_refused()
    {
        await using SqliteStore store = new();
        store.Run("CREATE TABLE message (x)");
        var refused = await Assert.ThrowsAsync<HistorySchemaException>(() => store.OpenAsync());
        Assert.Contains("no archive of ours", refused.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await using SqliteStore store = new();
        await File.WriteAllTextAsync(store.File, new string('x', 5000));
        await Assert.ThrowsAsync<HistorySchemaException>(() => store.OpenAsync());
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var silent = await Assert.ThrowsAsync<HistorySilentException>(
            () => SqliteArchive.StartAsync("/nowhere/history.db", new HistoryRetention(), default));
        Assert.Contains("/nowhere/history.db", silent.Message);
    }

    // An account's name stands in the keys of its direct messages.
    [Fact]
    public async Task A_target_goes_with_its_last_message()
    {
        await using SqliteStore store = new();
        await using IHistoryArchive archive = await store.OpenAsync();
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        HistoryTarget target = HistoryTarget.OfAccounts("leaverofnetworks", "bob");
        await pen.AppendAsync(
            [
                new(target, Said.Message(new Mark(1, new Position(1, 0)), 1, "leaverofnetworks")),
                new(Said.Targets[0], Said.Message(new Mark(1, new Position(2, 0)), 2, "bob")),
            ],
            default);
        Assert.True(store.HasInFiles("leaverofnetworks"));
        await pen.ForgetAsync("leaverofnetworks", null, 10, default);
        Assert.False(store.HasInFiles("leaverofnetworks"));
    }

    private sealed class SqliteStore : Store
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-history-");

        public string File => Path.Combine(_folder.FullName, "history.db");

        public override async Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null) =>
            await SqliteArchive.StartAsync(File, retention ?? new HistoryRetention(), default);

        public override Task<bool> SpoilAsync(HistoryTarget target)
        {
            Run($"""
                INSERT INTO message (target, epoch, seq, item, time, body)
                SELECT target, epoch, seq, item + 500, time, x'c1c1' FROM message
                WHERE target = (SELECT id FROM target WHERE key = '{target.Key}')
                ORDER BY epoch DESC, seq DESC, item DESC LIMIT 1
                """);
            return Task.FromResult(true);
        }

        public override bool HasInFiles(string text) => HasInFiles(_folder.FullName, text);

        public void Run(string statement)
        {
            using SqliteConnection connection = new($"Data Source={File};Pooling=false");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }

        public override ValueTask DisposeAsync()
        {
            _folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
