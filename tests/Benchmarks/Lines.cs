using System.Buffers;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Benchmarks;

/// <summary>Bytes to lines and back.</summary>
public class Lines
{
    private const int Count = 1000;
    private readonly byte[] _plain = Bytes("PRIVMSG #dev :what people say, some forty bytes of it");
    private readonly byte[] _tagged = Bytes(
        "@label=a17;+draft/reply=0v3k5 PRIVMSG #dev :what people say, some forty bytes of it");
    private readonly Line _line = Line.Parse(
        ":alice!~a@host.example PRIVMSG #dev :what people say, some forty bytes of it");
    private readonly LineReader _reader = new();
    private readonly ArrayBufferWriter<byte> _to = new(Count * 1024);

    [Benchmark(Description = "read and parse a line", OperationsPerInvoke = Count)]
    public int Read() => Read(_plain);

    [Benchmark(Description = "read and parse a line with two tags", OperationsPerInvoke = Count)]
    public int ReadTagged() => Read(_tagged);

    [Benchmark(Description = "write a line", OperationsPerInvoke = Count)]
    public int Write()
    {
        _to.ResetWrittenCount();
        for (int i = 0; i < Count; i++) _line.WriteBody(_to, "irc.test");
        return _to.WrittenCount;
    }

    private int Read(byte[] bytes)
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        int read = 0;
        while (_reader.TryRead(ref buffer, out LineRead line) && line.Line is not null) read++;
        return read == Count ? read : throw new InvalidOperationException($"{read} lines");
    }

    private static byte[] Bytes(string line) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line + "\r\n", Count)));
}
