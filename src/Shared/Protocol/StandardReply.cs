namespace IrcNats.Protocol;

/// <summary>FAIL, WARN and NOTE: machine-readable replies beside the numerics. Command is "*" when there is none.
/// https://ircv3.net/specs/extensions/standard-replies</summary>
public static class StandardReply
{
    /// <summary>The command was not done.</summary>
    public static Line Fail(string command, string code, string text, params string[] context) =>
        Make("FAIL", command, code, text, context);

    /// <summary>The command was done, but something should be known.</summary>
    public static Line Warn(string command, string code, string text, params string[] context) =>
        Make("WARN", command, code, text, context);

    /// <summary>Nothing is wrong; this is information.</summary>
    public static Line Note(string command, string code, string text, params string[] context) =>
        Make("NOTE", command, code, text, context);

    private static Line Make(string kind, string command, string code, string text, string[] context) =>
        new(null, kind, [command, code, .. context, text]) { Trailing = true };
}
