using System.Text;
using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>The message of the day, from a file beside the configuration or from a list of lines in it.</summary>
static class MotdText
{
    // It is logged with the configuration, so it has to fit into one entry.
    private const int MostBytes = 64 * 1024, MostBytesOfLine = 400;

    /// <exception cref="FormatException">What is wrong with it.</exception>
    public static IReadOnlyList<string> Read(YamlNode node, string folder) => Checked(node switch
    {
        _ when Kinds.IsNothing(node) => [],
        YamlScalarNode { Value: { Length: > 0 } file } => FromFile(Path.Combine(folder, file)),
        YamlSequenceNode list => [.. list.Children.Select(LineOf)],
        _ => throw new FormatException("neither a file nor a list of lines"),
    });

    private static string LineOf(YamlNode node) =>
        node is YamlScalarNode { Value: var text } ? text ?? "" : throw new FormatException("a line is not a text");

    private static string[] FromFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes) throw TooLong();
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"cannot read {path}: {e.Message}");
        }
    }

    private static string[] Checked(string[] lines)
    {
        if (lines.Sum(Encoding.UTF8.GetByteCount) > MostBytes) throw TooLong();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().ContainsAny('\0', '\r', '\n'))
                throw new FormatException($"line {i + 1} is not one line");
            if (Encoding.UTF8.GetByteCount(lines[i]) > MostBytesOfLine)
                throw new FormatException($"line {i + 1} is longer than {MostBytesOfLine} bytes");
        }

        return lines;
    }

    private static FormatException TooLong() => new($"longer than {MostBytes} bytes");
}
