using System.Text;
using System.Text.Unicode;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Fuzz;

/// <summary>Judges the form of every line that one client hears. https://modern.ircdocs.horse/#message-format</summary>
sealed class LineJudge(string client)
{
    // The most bytes of server's and clients' tags together. https://ircv3.net/specs/extensions/message-tags#size-limit
    private const int MostTags = 8191;

    private readonly HashSet<string> _batches = [];

    /// <summary>Lines heard so far.</summary>
    public long Heard { get; private set; }

    public string LastPong { get; private set; } = "";

    /// <summary>The client's nick, as it was told; empty before it is a user.</summary>
    public string Nick { get; private set; } = "";

    /// <summary>Nicks of clients that never say anything: a line in their name is forged.</summary>
    public static HashSet<string> Silent { get; } = [];

    // What is done to somebody is shown as theirs: operators have SAJOIN, SAPART, SAMODE.
    private static readonly string[] s_done = ["QUIT", "JOIN", "PART", "MODE"];

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end < 1 || bytes[end - 1] != '\r') throw Wrong("a line without CRLF", bytes);
            Line(bytes[..(end - 1)]);
            bytes = bytes[(end + 1)..];
        }
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        Heard++;
        if (line.ContainsAny((byte)0, (byte)'\r')) throw Wrong("NUL or CR within a line", line);
        if (!Utf8.IsValid(line)) throw Wrong("a line that is not UTF-8", line);
        int tags = line is [(byte)'@', ..] ? line.IndexOf((byte)' ') + 1 : 0;
        if (tags > MostTags) throw Wrong($"{tags} bytes of tags", line);
        if (line.Length - tags + 2 > Limits.LineLen) throw Wrong($"{line.Length - tags + 2} bytes of line", line);
        if (Protocol.Line.TryParse(Encoding.UTF8.GetString(line), out Line read) is { } error)
            throw Wrong($"no line ({error})", line);
        if (!IsCommand(read.Command)) throw Wrong("no command", line);
        if (read.Source?.Split('!')[0] is { } nick && Silent.Contains(nick) && !s_done.Contains(read.Command))
            throw Wrong($"a line that {nick} never sent", line);
        Batches(read, line);
        if (read.Command == "001" || (read.Command == "NICK" && read.Source!.Split('!')[0] == Nick))
            Nick = read.Params[0];
        if (read.Command == "PONG" && read.Params.Count > 1) LastPong = read.Params[1];
    }

    // A batch is opened once, closed once, and only named in between. https://ircv3.net/specs/extensions/batch
    private void Batches(Line read, ReadOnlySpan<byte> line)
    {
        if (read.Tags["batch"] is { } inside && !_batches.Contains(inside)) throw Wrong("no such batch", line);
        if (read.Command != "BATCH") return;
        string reference = read.Params[0][1..];
        bool good = read.Params[0][0] == '+' ? _batches.Add(reference) : _batches.Remove(reference);
        if (!good) throw Wrong("a batch out of turn", line);
    }

    private static bool IsCommand(string command) =>
        command.Length == 3 && command.All(char.IsAsciiDigit)
        || command.Length > 0 && command.All(char.IsAsciiLetter);

    private Breach Wrong(string what, ReadOnlySpan<byte> line) =>
        new($"{client} heard {what}: {Encoding.UTF8.GetString(line)}");
}
