using IrcNats.Protocol;

namespace IrcNats.Root.Config;

/// <summary>How mail is sent, while the file is being read.</summary>
sealed class MailDraft
{
    public enum Syntax { Glob, Regex }

    public MailSettings Settings { get; set; } = new();

    /// <summary>Addresses that nobody may use, and how they are written.</summary>
    public IReadOnlyList<string> Refused { get; set; } = [];
    public Syntax RefusedSyntax { get; set; }

    /// <summary>What is wrong with the addresses; null: nothing.</summary>
    public string? FaultOfRefused() => Refused.Select(text => TextPattern.Fault(PatternOf(text)))
        .FirstOrDefault(fault => fault is not null);

    public MailSettings Finish() => Settings with
    {
        Refused = [.. Refused.Select(text => new TextPattern(PatternOf(text)))],
    };

    // An expression has to fit the whole address, as a mask has.
    private string PatternOf(string text) => RefusedSyntax == Syntax.Regex ? $"/^(?:{text})$/" : text;
}
