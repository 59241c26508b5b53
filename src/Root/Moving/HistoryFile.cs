using System.Text;
using System.Text.Json;
using IrcNats.Ports;

namespace IrcNats.Root.Moving;

/// <summary>
/// A file of archived messages: a line that says what it is, and then one line for each message, in the order in which
/// they are archived.
/// </summary>
static class HistoryFile
{
    /// <summary>Standard output or input, instead of a file.</summary>
    public const string Standard = "-";

    private const string Format = "IrcNats history";

    /// <summary>What this build writes, and the newest that it reads.</summary>
    private const int Version = 1;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Has a file written, whole or not at all.</summary>
    /// <exception cref="MoveException">There is a file already, or it cannot be written.</exception>
    public static async Task WriteAsync(string path, string network, Func<TextWriter, Task> write)
    {
        if (path == Standard)
        {
            await using StreamWriter output = new(Console.OpenStandardOutput(), s_utf8);
            await output.WriteLineAsync(HeadOf(network));
            await write(output);
            return;
        }

        if (File.Exists(path)) throw new MoveException($"{path} is there already");
        string unfinished = path + ".new";
        try
        {
            await using (FileStream file = File.Create(unfinished))
            {
                // What people said is in it.
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                await using StreamWriter output = new(file, s_utf8, leaveOpen: true) { NewLine = "\n" };
                await output.WriteLineAsync(HeadOf(network));
                await write(output);
                await output.FlushAsync();
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoveException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Opens a file behind its first line.</summary>
    /// <exception cref="MoveException">It is not such a file, of a newer build, or of another network.</exception>
    public static TextReader Open(string path, string network)
    {
        try
        {
            StreamReader file = path == Standard ? new(Console.OpenStandardInput(), s_utf8) : new(path, s_utf8);
            Check(path, file.ReadLine(), network);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoveException($"{path} cannot be read: {e.Message}");
        }
    }

    private static string HeadOf(string network) => JsonSerializer.Serialize(
        new Dictionary<string, object> { ["format"] = Format, ["version"] = Version, ["network"] = network });

    private static void Check(string path, string? line, string network)
    {
        Dictionary<string, JsonElement>? head = null;
        try
        {
            head = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line ?? "");
        }
        catch (JsonException)
        {
            // Whatever it is, it is not ours.
        }

        if (head?.GetValueOrDefault("format") is not { ValueKind: JsonValueKind.String } format
            || format.GetString() != Format)
            throw new MoveException($"{path}:1: is no history that was exported");
        if (head.GetValueOrDefault("version").ToString() is var version && version != $"{Version}")
            throw new MoveException($"{path}:1: is of a newer build (version {version}); this one knows {Version}");
        if (head.GetValueOrDefault("network").ToString() is var name && name != network)
            throw new MoveException($"{path}:1: is of the network '{name}', not '{network}' (--network)");
    }
}
