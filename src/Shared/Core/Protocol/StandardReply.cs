namespace IrcNats.Protocol;

/// <summary>Machine-readable replies beside the numerics. https://ircv3.net/specs/extensions/standard-replies</summary>
public static class StandardReply
{
    /// <summary>The command, "*" for none, was not done.</summary>
    public static Line Fail(string command, string code, string text, params string[] context) =>
        new(null, "FAIL", [command, code, .. context, text]) { Trailing = true };
}
