using IrcNats.Transcripts;

namespace IrcNats.History.Tests;

public sealed class MemoryArchiveTests : ArchiveContract
{
    protected override Task<Store> MakeEmptyAsync() => Task.FromResult<Store>(new MemoryStore());

    private sealed class MemoryStore : Store
    {
        private MemoryArchive? _archive;

        public override Task<IHistoryArchive> OpenAsync(HistoryRetention? retention = null) =>
            Task.FromResult<IHistoryArchive>(_archive ??= new MemoryArchive(retention));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
