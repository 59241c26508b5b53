using System.Buffers;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Benchmarks;

/// <summary>Bytes to lines and back.</summary>
static class LineParts
{
    private const int Lines = 1000;

    public static IEnumerable<Part> All() =>
    [
        new("read and parse a line", Lines, () => Read("PRIVMSG #dev :what people say, some forty bytes of it")),
        new("read and parse a line with two tags", Lines, () => Read(
            "@label=a17;+draft/reply=0v3k5 PRIVMSG #dev :what people say, some forty bytes of it")),
        new("write a line", Lines, Write),
    ];

    private static Action Read(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text + "\r\n", Lines)));
        LineReader reader = new();
        return () =>
        {
            ReadOnlySequence<byte> buffer = new(bytes);
            int read = 0;
            while (reader.TryRead(ref buffer, out LineRead line) && line.Line is not null) read++;
            if (read != Lines) throw new InvalidOperationException($"{read} lines");
        };
    }

    private static Action Write()
    {
        Line line = Line.Parse(":alice!~a@host.example PRIVMSG #dev :what people say, some forty bytes of it");
        ArrayBufferWriter<byte> to = new(Lines * 1024);
        return () =>
        {
            to.ResetWrittenCount();
            for (int i = 0; i < Lines; i++) line.WriteBody(to, "irc.test");
        };
    }
}
