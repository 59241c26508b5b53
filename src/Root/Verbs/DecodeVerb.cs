using IrcNats.Root.Tracing;

namespace IrcNats.Root.Verbs;

/// <summary>
/// `decode`: reads one payload from standard input and writes one line of JSON, as `nats sub --translate` wants it.
/// Bytes that cannot be read give such a line, too, with exit code 0: otherwise the nats tool would show the raw bytes.
/// </summary>
static class DecodeVerb
{
    private const string Usage = """
        Usage: ircnats-root decode [--only '#channel'|NICK|VERB] < payload
        Prints the payload as one line of JSON, or nothing if it does not have what --only asks for.
        """;

    // Far above the largest message that NATS lets through.
    private const int MostBytes = 64 << 20;

    public static int Run(ReadOnlySpan<string> args)
    {
        Interest? only = null;
        if (args is ["--only", { Length: > 0 } word]) only = new Interest(word);
        else if (args.Length > 0) return VerbUsage.Show(Usage, args);

        if (PayloadJson.Of(ReadAll(Console.OpenStandardInput()), only) is not { } line) return 0;
        using Stream output = Console.OpenStandardOutput();
        output.Write([.. line.Span, (byte)'\n']);
        return 0;
    }

    private static ReadOnlyMemory<byte> ReadAll(Stream input)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (input.Read(buffer, length, buffer.Length - length) is var read and > 0)
        {
            length += read;
            if (length == MostBytes) break;
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * length, MostBytes));
        }

        return buffer.AsMemory(0, length);
    }
}
