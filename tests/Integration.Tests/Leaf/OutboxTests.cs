using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>The queue of one connection, against a pipe whose reader the test is.</summary>
public sealed class OutboxTests
{
    private const int Bound = 1000;

    private static readonly ReadOnlyMemory<byte> s_line = Encoding.ASCII.GetBytes(new string('x', 98) + "\r\n");

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: 100, resumeWriterThreshold: 50, useSynchronizationContext: false));
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(new PipeOutput(_pipe.Writer), offLoop: false);

    [Fact]
    public async Task What_is_written_arrives_whole_and_in_order()
    {
        StringBuilder expected = new();
        for (int i = 0; i < 500; i++)
        {
            string line = $"line {i}\r\n";
            expected.Append(line);
            Assert.True(_outbox.Write(Encoding.ASCII.GetBytes(line), bound: 100_000));
            if (i % 7 == 0) _outbox.Flush();
        }

        Task drained = _outbox.DrainAsync();
        Assert.Equal(expected.ToString(), await ReadAllAsync(drained));
    }

    [Fact]
    public async Task A_reader_behind_by_more_than_the_bound_loses_what_waits_and_is_told()
    {
        int lines = 0;
        while (Write() && lines < 1000) lines++;
        // The pipe took the first chunk; the bound holds for what is behind it.
        Assert.InRange(lines, Bound / s_line.Length, 3 * Bound / s_line.Length);
        Assert.True(Write(), "a closed outbox takes everything and keeps nothing");
        string rest = await ReadAllAsync(_outbox.DrainAsync());
        Assert.EndsWith("\r\nERROR :SendQ exceeded\r\n", rest);
        Assert.True(rest.Length < Bound);
    }

    [Fact]
    public async Task One_batch_may_be_longer_than_the_bound()
    {
        for (int i = 0; i < 100; i++) Assert.True(_outbox.Write(s_line, Bound));
        string all = await ReadAllAsync(_outbox.DrainAsync());
        Assert.Equal(100 * s_line.Length, all.Length);
    }

    [Fact]
    public void One_batch_may_not_be_without_end()
    {
        int lines = 0;
        while (_outbox.Write(s_line, Bound) && lines < 1_000_000) lines++;
        Assert.InRange(lines * s_line.Length, 100_000, 2_000_000);
    }

    [Fact]
    public async Task When_nobody_reads_any_more_it_drains_at_once()
    {
        for (int i = 0; i < 5; i++) Write();
        await _pipe.Reader.CompleteAsync();
        await _outbox.DrainAsync().WaitAsync(TestClient.Patience);
        Assert.True(_outbox.Write(s_line, Bound));
    }

    private bool Write()
    {
        bool taken = _outbox.Write(s_line, Bound);
        _outbox.Flush();
        return taken;
    }

    private async Task<string> ReadAllAsync(Task drained)
    {
        _ = drained.ContinueWith(_ => _pipe.Writer.Complete(), TaskScheduler.Default);
        StringBuilder text = new();
        while (true)
        {
            ReadResult read = await _pipe.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
            text.Append(Encoding.ASCII.GetString(read.Buffer.ToArray()));
            _pipe.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return text.ToString();
        }
    }

    private sealed class PipeOutput(PipeWriter pipe) : ILineOutput
    {
        public void Write(ReadOnlyMemory<byte> line) => pipe.Write(line.Span);

        public async ValueTask<bool> FlushAsync() => !(await pipe.FlushAsync()).IsCompleted;
    }
}
