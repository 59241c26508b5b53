using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// One connection of a client, as the judge sees it: the lines that the log has for it, those that it got, and what
/// became of its labelled commands. Whatever does not fit is a violation at once.
/// </summary>
sealed class Visit(SessionId id, Capabilities has, SimLeaf leaf)
{
    private const int Recent = 16;
    private static readonly string[] s_reads =
        ["PING ", "WHO ", "NAMES ", "AUDIT ", "UBAN LIST", "UBAN INFO ", "FILTER LIST"];

    private readonly List<Expected> _expected = [];
    private readonly Dictionary<string, (string Command, long Time)> _sent = [];
    private readonly Dictionary<string, (ulong Seq, IReadOnlyList<string> Replies)> _happened = [];
    private readonly HashSet<string> _gone = [];
    private readonly List<(ulong Seq, int Number)> _messages = [];
    private readonly Dictionary<string, string> _refused = [];
    private readonly Dictionary<string, (string Label, List<string> Lines)> _batches = [];
    private readonly Queue<string> _recent = [];
    // How many of the expected lines it has got. A line without a msgid may have been one that must be shown or one
    // that need not be, so there may be several answers.
    private IReadOnlyList<int> _seen = [0];
    private int _newestAnswer;
    // Set between these two: the client is shown where its user is, not what happens.
    private bool _isShownItsUser;

    // Excused means: it need not be shown, because the log lost it, or its leaf could not read it any more.
    private sealed record Expected(ulong Seq, string? Msgid, string Text)
    {
        public bool IsExcused { get; set; }
    }

    public SessionId Id => id;

    public Capabilities Capabilities => has;

    public bool Has(Capabilities capabilities) => (has & capabilities) == capabilities;

    /// <summary>Lines of the log that it must still get.</summary>
    public int Missing => _seen.Min(seen => _expected.Skip(seen).Count(e => !e.IsExcused));

    /// <summary>Its leaf's replica is being made anew: the client is shown where its user is.</summary>
    public bool IsInformed { get; set; }

    /// <summary>Labelled commands that have no answer yet.</summary>
    public IEnumerable<string> Unanswered => _sent.Values.Select(s => s.Command);

    /// <summary>The log has a line for it.</summary>
    /// <param name="msgid">Null: the line has none.</param>
    public void Expect(ulong seq, string? msgid, string text)
    {
        // Its root does not know that the log lost the entry after it was stored, and appends it again.
        bool wasShown = _expected.FindLastIndex(e => e.Msgid == msgid && e.Text == text) is var again && again >= 0
            && again < _seen.Max();
        _expected.Add(new Expected(seq, msgid, text) { IsExcused = wasShown });
    }

    /// <summary>The log lost what came after this sequence.</summary>
    public void WentBack(ulong last)
    {
        foreach (Expected lost in _expected.Skip(_seen.Min()).Where(e => e.Seq > last)) lost.IsExcused = true;
        foreach (string label in _happened.Where(h => h.Value.Seq > last).Select(h => h.Key).ToArray())
        {
            _happened.Remove(label);
            _gone.Add(label);
        }

        _messages.RemoveAll(m => m.Seq > last);
    }

    /// <summary>Its leaf's replica was made anew, as of this sequence.</summary>
    public void Reloaded(ulong seq)
    {
        IsInformed = false;
        foreach (Expected missed in _expected.Skip(_seen.Min()).Where(e => e.Seq <= seq)) missed.IsExcused = true;
    }

    /// <summary>A command is sent under a label, a number greater than those before.</summary>
    public void Sends(string label, string command, long now)
    {
        _sent.Add(label, (command, now));
        Note($"> @{label} {command}");
    }

    /// <summary>The log has a labelled command of this session, with these lines for its answer.</summary>
    public void Happened(ulong seq, string label, IReadOnlyList<string> replies)
    {
        _happened.Add(label, (seq, replies));
        if (_refused.TryGetValue(label, out string? told) && replies.Count == 0)
            throw Wrong($"was told of @{label} '{told}', and then it happened");
    }

    /// <summary>The log has a message of this session; its number is greater than those before.</summary>
    public void Said(ulong seq, string text)
    {
        int number = int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture);
        if (_messages is [.., var newest] && number <= newest.Number)
            throw Wrong($"said '{text}', and the log has it after {newest.Number}");
        _messages.Add((seq, number));
    }

    /// <summary>The client got a line.</summary>
    public void Gets(string line)
    {
        Note($"< {line}");
        (Tags tags, string text) = Split(line);
        if (text.Contains(" RESUME SUCCESS ", StringComparison.Ordinal)) _isShownItsUser = true;
        else if (text.Contains(" RESUME TOKEN ", StringComparison.Ordinal)) _isShownItsUser = false;
        if (IsOfUser(text) && !_isShownItsUser && !IsInformed) Match(tags["msgid"], text);
        string[] words = text.Split(' ');
        if (words is [_, "BATCH", ['-', ..] closing] && _batches.Remove(closing[1..], out var batch))
            Answered(batch.Label, batch.Lines);
        else if (tags["batch"] is { } reference && _batches.TryGetValue(reference, out var open))
            open.Lines.Add(text);
        else if (tags["label"] is { } label)
        {
            if (words is [_, "BATCH", ['+', ..] opening, "labeled-response"]) _batches[opening[1..]] = (label, []);
            else Answered(label, [text]);
        }
    }

    private Violation Wrong(string what) =>
        new($"{id} {what}; it last sent (>) and got (<)\n{string.Join('\n', _recent)}");

    private void Note(string line)
    {
        _recent.Enqueue(line);
        if (_recent.Count > Recent) _recent.Dequeue();
    }

    private static (Tags Tags, string Text) Split(string line)
    {
        if (!line.StartsWith('@')) return (Tags.None, line);
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        return (Tags.Parse(line.AsSpan(1, space - 1)), line[(space + 1)..]);
    }

    // SETNAME only comes in a welcome here (draft/whoami), and tells users of themselves.
    private static bool IsOfUser(string text) =>
        text.Split(' ') is [[':', .. var source], not "SETNAME", ..] && source.Contains('!');

    private static bool IsError(string text) =>
        text.Split(' ') is [_, var code, ..] && (code is "FAIL" || (code.Length == 3 && code[0] is '4' or '5'));

    // The line must be the next one that the log has for it.
    private void Match(string? msgid, string text)
    {
        int next = _seen.Min();
        int[] seen = [.. _seen.SelectMany(s => After(s, msgid, text)).Distinct()];
        if (seen.Length > 0)
        {
            _seen = seen;
            return;
        }

        while (next < _expected.Count && _expected[next].IsExcused) next++;
        int at = _expected.FindIndex(e => Fits(e, msgid, text));
        throw Wrong($"got '{text}' ({msgid}), " + (at switch
        {
            < 0 => "which the log does not have for it",
            _ when at < next => "for the second time or too late",
            _ => $"but not '{_expected[next].Text}' ({_expected[next].Msgid}) before it",
        }));
    }

    private IEnumerable<int> After(int seen, string? msgid, string text)
    {
        for (int next = seen; next < _expected.Count; next++)
        {
            if (Fits(_expected[next], msgid, text)) yield return next + 1;
            if (!_expected[next].IsExcused) break;
        }
    }

    private bool Fits(Expected expected, string? msgid, string text) =>
        expected.Text == text && (!Has(Capabilities.MessageTags) || expected.Msgid == msgid);

    private void Answered(string label, IReadOnlyList<string> lines)
    {
        bool isNew = _sent.Remove(label, out var sent);
        // The log lost the outcome, and then got it again.
        if (!isNew && _gone.Contains(label)) return;
        if (!isNew)
            throw Wrong($"got a second answer to @{label}: {string.Join(" / ", lines)}");
        string command = sent.Command;
        bool isRead = s_reads.Any(read => command.StartsWith(read, StringComparison.Ordinal));
        // When the log goes back, what waited is shown at once.
        bool waited = command != "QUIT" && !(isRead && leaf.IsOrWasQuiet(sent.Time)) && !IsInformed;
        Order(label, command, waited);
        if (isRead || command == "QUIT") return;
        bool happened = _happened.TryGetValue(label, out var outcome);
        if (!happened && _gone.Contains(label)) return;
        IReadOnlyList<string>? replies = outcome.Replies;
        if (lines.Any(IsOfUser) && !happened)
            throw Wrong($"saw its @{label} '{command}' happen, and the log does not have it");
        if (lines.All(IsError)) Refused(label, lines[0], replies);
        else if (!happened && command.StartsWith("PRIVMSG", StringComparison.Ordinal))
            throw Wrong($"got a good answer to @{label} '{command}', and the log does not have it");
    }

    private void Refused(string label, string told, IReadOnlyList<string>? replies)
    {
        _refused.Add(label, told);
        if (replies is { Count: 0 }) throw Wrong($"was told of @{label} '{told}', but it happened");
    }

    // Answers come in the order of their commands. But without a root, questions do not wait for those before them.
    private void Order(string label, string command, bool waited)
    {
        int number = int.Parse(label, CultureInfo.InvariantCulture);
        if (number < _newestAnswer)
            throw Wrong($"got the answer to @{label} '{command}' after that to @{_newestAnswer}");
        if (waited) _newestAnswer = number;
    }
}
