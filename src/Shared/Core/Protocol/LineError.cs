namespace IrcNats.Protocol;

/// <summary>Why a line was refused; the lines before and after it are not concerned.</summary>
public enum LineError
{
    /// <summary>Nothing but spaces. <see cref="LineReader"/> skips such lines silently.</summary>
    Empty,

    /// <summary>Tags or a source, but no command.</summary>
    Malformed,

    /// <summary>More bytes after the tags than the limit: ERR_INPUTTOOLONG.</summary>
    TooLong,

    /// <summary>More bytes of tags than the limit: ERR_INPUTTOOLONG.</summary>
    TagsTooLong,

    /// <summary>NUL may not appear anywhere.</summary>
    NulByte,

    /// <summary>CR or LF elsewhere than at the line's end.</summary>
    StrayLineBreak,

    /// <summary>Not UTF-8: FAIL INVALID_UTF8. https://ircv3.net/specs/extensions/utf8-only</summary>
    InvalidUtf8,

    /// <summary>
    /// More bytes than any line may have, and still no end: nothing more is read from this connection.
    /// </summary>
    Endless,
}
