namespace IrcNats.Protocol;

/// <summary>What <see cref="LineReader"/> found: a line, or why there is none. Label is the bad line's "label" tag, if
/// it could be read: errors are labelled too. https://ircv3.net/specs/extensions/labeled-response</summary>
public readonly record struct LineRead(Line? Line, LineError? Error, string? Label)
{
    /// <summary>The command of the bad line, if it could be read.</summary>
    public string? Command { get; init; }
}
