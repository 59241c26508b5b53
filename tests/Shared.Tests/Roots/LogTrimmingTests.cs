using IrcNats.Events;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>Where a log begins when it is trimmed.</summary>
public sealed class LogTrimmingTests
{
    private static readonly LogTrim s_trim = new(1000, null, Archived: 70);

    [Theory]
    [InlineData(70, 80, 60, 60, true)]
    [InlineData(50, 80, 60, 50, true)]
    [InlineData(70, 40, 60, 40, false)]
    public void What_the_archive_and_the_second_newest_snapshot_need_stays(
        ulong archived, ulong second, ulong place, ulong needed, bool isForArchive) =>
        Assert.Equal(
            (needed, isForArchive),
            LogTrimming.Needed([90, second], place, s_trim with { Archived = archived }));

    [Fact]
    public void Everything_stays_without_a_second_snapshot_or_before_the_archiver_has_a_place()
    {
        Assert.Equal((0UL, false), LogTrimming.Needed([90], 60, s_trim));
        Assert.Equal((0UL, true), LogTrimming.Needed([90, 80], null, s_trim));
    }

    [Fact]
    public void Without_an_archive_only_the_snapshots_count() =>
        Assert.Equal((80UL, false), LogTrimming.Needed([90, 80], null, s_trim with { Archived = null }));

    [Theory]
    [InlineData(1000, 1)]
    [InlineData(900, 11)]
    [InlineData(500, 51)]
    [InlineData(100, 60)]
    public async Task As_much_goes_as_there_is_too_much_of(long most, ulong first) => Assert.Equal(
        first, await FirstAsync(new LogTrim(most, null, null)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(31, 31)]
    [InlineData(1000, 60)]
    public async Task What_is_too_old_goes(long notBefore, ulong first) => Assert.Equal(
        first, await FirstAsync(new LogTrim(1000, notBefore, null)));

    // A hundred entries of ten bytes, each of a time that is its sequence; it is needed from 60 on.
    private static Task<ulong> FirstAsync(LogTrim trim) => LogTrimming.FirstAsync(
        new LogReader(new Hundred()), new LogLength(1, 100, 1000, Needed: 60, IsForArchive: false), trim);

    private sealed class Hundred : ILogStream
    {
        public bool IsOpen => true;

        public event Action? Opened
        {
            add { }
            remove { }
        }

        public Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop) =>
            throw new NotSupportedException();

        public Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop) => Task.FromResult((1UL, 100UL));

        public Task<byte[]?> GetAsync(ulong seq) => Task.FromResult<byte[]?>(Codec.Encode(new Entry(
            Payload.FormatVersion, 1, [new Outcome((long)seq, null, [new LeafFound("leaf1", 1)], [])])));
    }
}
