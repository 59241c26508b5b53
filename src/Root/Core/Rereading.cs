using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>REHASH at a root: it finds in the log that somebody asked for it, and what came of it is an event again. A
/// standby has the active root log it.</summary>
static class Rereading
{
    /// <summary>Has the file read for each operator who asks for it in the entry.</summary>
    public static void Look(Entry entry, IRootShell shell)
    {
        foreach (Outcome outcome in entry.Outcomes)
            foreach (Event happened in outcome.Events)
                if (happened is RehashAsked asked) shell.Reread(asked.By);
    }

    public static RehashEnded Ended(UserId by, string root, IReadOnlyList<string> lines) =>
        new(by, root, [.. lines.Take(RehashEnded.Most)]);

    /// <summary>What came of it, and before that a note of it for the audit trail.</summary>
    public static IReadOnlyList<Event> Noted(Network net, RehashEnded ended)
    {
        User? by = net.FindUser(ended.By);
        OperActed note = Auditing.Note(by?.Hostmask ?? "an operator who left", "REHASH", ended.Root, Told(ended.Lines));
        return [note with { Oper = by?.Oper?.Name ?? "" }, ended];
    }

    /// <summary>In one line: whether the file holds, and what is to be said of it.</summary>
    public static string Told(IReadOnlyList<string> lines) => string.Join("; ", lines.Take(RehashEnded.Most));

    /// <summary>As an order's argument.</summary>
    public static string Text(RehashEnded ended) => string.Join(
        '\n', [ended.By.Value.ToString(CultureInfo.InvariantCulture), ended.Root, .. ended.Lines]);

    /// <summary>Null: the text is none.</summary>
    public static RehashEnded? Read(string text) =>
        text.Split('\n') is [var by, var root, .. var lines]
        && ulong.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out ulong id)
            ? Ended(new UserId(id), root, lines)
            : null;
}
