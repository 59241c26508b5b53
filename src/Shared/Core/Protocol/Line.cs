using System.Buffers;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>
/// One IRC line without its CRLF: [@tags] [:source] COMMAND params. Two lines are equal when they mean the same,
/// however the last parameter is spelled. https://modern.ircdocs.horse/#message-format
/// </summary>
public sealed record Line
{
    /// <summary>A fifteenth parameter takes the rest of its line, as RFC 1459 has it.</summary>
    public const int ParamsMax = 15;

    private static readonly SearchValues<char> s_neverWritten = SearchValues.Create("\0\r\n");
    private static readonly SearchValues<char> s_neverInMiddle = SearchValues.Create(" \0\r\n");

    public Line(string? source, string command, params string[] args)
    {
        Source = source;
        Command = command;
        Params = args;
    }

    /// <summary>Null means "from the server": the sender of the line fills in the server's name.</summary>
    public string? Source { get; init; }

    /// <summary>Upper case when parsed.</summary>
    public string Command { get; init; }

    public IReadOnlyList<string> Params { get; init; }

    public Tags Tags { get; init; } = Tags.None;

    /// <summary>The last parameter is written with ':' even where it need not be.</summary>
    public bool Trailing { get; init; }

    /// <summary>Null when <paramref name="line"/> is good. Otherwise it holds no more than the tags that could be read.
    /// </summary>
    public static LineError? TryParse(ReadOnlySpan<char> text, out Line line) => LineParser.Parse(text, out line);

    /// <summary>For constants and tests: throws <see cref="FormatException"/> when the text is no line.</summary>
    public static Line Parse(string text) =>
        TryParse(text, out var line) is not { } error
            ? line
            : throw new FormatException($"Not an IRC line ({error}): {text}");

    public bool Equals(Line? other) =>
        other is not null && Source == other.Source && Command == other.Command
        && Params.SequenceEqual(other.Params) && Tags.Equals(other.Tags);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.Add(Source);
        hash.Add(Command);
        foreach (string param in Params) hash.Add(param);
        hash.Add(Tags);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        ArrayBufferWriter<byte> body = new();
        Write(body, Source);
        string text = Encoding.UTF8.GetString(body.WrittenSpan[..^2]);
        return Tags.Count == 0 ? text : $"@{Tags} {text}";
    }

    /// <summary>
    /// Writes all but the tags, as UTF-8 with CRLF. What would break the line is replaced, so that no text can forge
    /// a second line or shift a parameter: a middle parameter that cannot be one becomes "*"; NUL, CR and LF in the
    /// last become spaces.
    /// </summary>
    public void WriteBody(IBufferWriter<byte> to, string serverName) => Write(to, WrittenSource(serverName));

    /// <summary>How many bytes <see cref="WriteBody"/> writes, CRLF included.</summary>
    public int BodyLength(string serverName)
    {
        int length = Encoding.UTF8.GetByteCount(Command) + 2;
        if (WrittenSource(serverName) is { } source) length += Encoding.UTF8.GetByteCount(Word(source)) + 2;
        for (int i = 0; i < Params.Count; i++)
        {
            bool last = i == Params.Count - 1;
            if (last && NeedsColon(Params[i])) length++;
            length += Encoding.UTF8.GetByteCount(last ? Params[i] : Middle(Params[i])) + 1;
        }

        return length;
    }

    private string? WrittenSource(string serverName) =>
        Source ?? (Command is "PING" or "ERROR" or "AUTHENTICATE" ? null : serverName);

    private void Write(IBufferWriter<byte> to, string? source)
    {
        LineWriter writer = new(to.GetSpan(MostBytes(source)));
        if (source is not null)
        {
            writer.Put(':');
            writer.Put(Word(source));
            writer.Put(' ');
        }

        writer.Put(Command);
        for (int i = 0; i < Params.Count; i++)
        {
            writer.Put(' ');
            if (i < Params.Count - 1)
            {
                writer.Put(Middle(Params[i]));
                continue;
            }

            if (NeedsColon(Params[i])) writer.Put(':');
            writer.Put(Last(Params[i]));
        }

        writer.Put('\r');
        writer.Put('\n');
        to.Advance(writer.Written);
    }

    private int MostBytes(string? source)
    {
        int chars = Command.Length + (source?.Length ?? 0);
        foreach (string param in Params) chars += param.Length + 2;
        return chars * 3 + 8;
    }

    private bool NeedsColon(string last) =>
        Trailing || last.Length == 0 || last[0] == ':' || last.AsSpan().ContainsAny(s_neverInMiddle);

    private static string Middle(string param) => param.StartsWith(':') ? "*" : Word(param);

    // A source may begin with a colon, because one already stands before it.
    private static string Word(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny(s_neverInMiddle) ? "*" : text;

    private static string Last(string param) =>
        !param.AsSpan().ContainsAny(s_neverWritten)
            ? param
            : string.Create(param.Length, param, static (to, from) =>
                from.AsSpan().ReplaceAny(to, s_neverWritten, ' '));
}
