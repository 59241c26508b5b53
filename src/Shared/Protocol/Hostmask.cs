namespace IrcNats.Protocol;

/// <summary>Who a line is from: nick!username@host. Parts that were not given are "".
/// https://modern.ircdocs.horse/#source</summary>
public readonly record struct Hostmask(string Nick, string Username, string Host)
{
    /// <summary>A server's name parses as a nick alone. False when there is no nick.</summary>
    public static bool TryParse(string text, out Hostmask hostmask)
    {
        int bang = text.IndexOf('!', StringComparison.Ordinal);
        int at = text.IndexOf('@', bang + 1);
        int userEnd = at >= 0 ? at : text.Length;
        int nickEnd = bang >= 0 ? bang : userEnd;
        hostmask = new(text[..nickEnd], bang < 0 ? "" : text[(bang + 1)..userEnd], at < 0 ? "" : text[(at + 1)..]);
        return nickEnd > 0;
    }

    public override string ToString() => (Username, Host) switch
    {
        ("" or null, "" or null) => Nick,
        (_, "" or null) => $"{Nick}!{Username}",
        ("" or null, _) => $"{Nick}@{Host}",
        _ => $"{Nick}!{Username}@{Host}",
    };
}
