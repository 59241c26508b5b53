namespace IrcNats.Protocol;

/// <summary>Machine-readable replies beside the numerics. https://ircv3.net/specs/extensions/standard-replies</summary>
public static class StandardReply
{
    /// <summary>The command was not done; "*" stands for no command.</summary>
    public static Line Fail(string command, string code, string text, params string[] context) =>
        new(null, "FAIL", [command, code, .. context, text]) { Trailing = true };

    /// <summary>Something to know of the command.</summary>
    public static Line Note(string command, string code, string text, params string[] context) =>
        new(null, "NOTE", [command, code, .. context, text]) { Trailing = true };
}
