using System.Globalization;
using System.Text;
using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Root.Moving;

/// <summary>
/// A network in a file: some lines that say what it is, an empty line, and the bytes of a snapshot. The names of
/// networks and the numbers are for whoever looks into it, and for who refuses it.
/// </summary>
sealed record ExportFile(string Network, NetworkSnapshot Snapshot, byte[] Bytes)
{
    private const string FirstLine = "IrcNats network, format ";

    /// <summary>What this build writes, and the newest that it reads.</summary>
    private const int Format = 1;

    // Lines of more are not ours.
    private const int MostHeader = 1024;

    public static ExportFile Of(string network, NetworkSnapshot snapshot) =>
        new(network, snapshot, Codec.Encode(snapshot));

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="MoveException">There is a file already, or it cannot be written.</exception>
    public void Write(string path)
    {
        if (File.Exists(path)) throw new MoveException($"{path} is there already");
        string header = string.Create(CultureInfo.InvariantCulture, $"""
            {FirstLine}{Format}
            network {Network}
            level {Math.Max(BuildLevel.First, Snapshot.Level)}
            entry {Snapshot.At.Seq}
            bytes {Bytes.Length}
            sha256 {NetworkSnapshot.DigestOf(Bytes)}


            """).ReplaceLineEndings("\n");
        string unfinished = path + ".new";
        try
        {
            using (FileStream file = File.Create(unfinished))
            {
                // The addresses of users are in it.
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                file.Write(Encoding.UTF8.GetBytes(header));
                file.Write(Bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoveException($"{path} cannot be written: {e.Message}");
        }
    }

    /// <exception cref="MoveException">It is not such a file, damaged, of a newer build or of another network.
    /// </exception>
    public static ExportFile Read(string path, string network)
    {
        byte[] all = ReadAll(path);
        int end = all.AsSpan(0, Math.Min(all.Length, MostHeader)).IndexOf("\n\n"u8);
        string[] lines = end < 0 ? [""] : Encoding.UTF8.GetString(all, 0, end).Split('\n');
        if (!lines[0].StartsWith(FirstLine, StringComparison.Ordinal))
            throw new MoveException($"{path} is no network that was exported"
                + (all is [(byte)'{', ..] ? "; what Ergo imports is taken by 'ircnats-root importdb'" : ""));
        if (lines[0] != $"{FirstLine}{Format}") throw Newer(path, $"format {lines[0][FirstLine.Length..]}");
        Dictionary<string, string> said = lines.Skip(1).Select(l => l.Split(' ', 2)).Where(l => l.Length == 2)
            .ToDictionary(l => l[0], l => l[1]);
        if (said.GetValueOrDefault("network") is var name && name != network)
            throw new MoveException($"{path} is the network '{name}', not '{network}' (--network)");
        if (!int.TryParse(said.GetValueOrDefault("level"), CultureInfo.InvariantCulture, out int level)
            || level > BuildLevel.Current)
            throw Newer(path, $"level {said.GetValueOrDefault("level")}");
        byte[] bytes = all[(end + 2)..];
        if (NetworkSnapshot.DigestOf(bytes) != said.GetValueOrDefault("sha256"))
            throw new MoveException(
                $"{path} is damaged: it has {bytes.Length} bytes of {said.GetValueOrDefault("bytes")}, "
                + "and not their digest");
        return new ExportFile(network, Decode(path, bytes), bytes);
    }

    private static byte[] ReadAll(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoveException($"{path} cannot be read: {e.Message}");
        }
    }

    private static NetworkSnapshot Decode(string path, byte[] bytes)
    {
        try
        {
            return Codec.DecodeSnapshot(bytes);
        }
        catch (MessagePackSerializationException e)
        {
            throw new MoveException($"{path} cannot be understood: {e.Message}");
        }
    }

    private static MoveException Newer(string path, string what) => new(
        $"{path} is of a newer build ({what}); this one knows format {Format} and level {BuildLevel.Current}");
}
