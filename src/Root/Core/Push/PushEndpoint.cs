using IrcNats.Protocol;

namespace IrcNats.Root.Core.Push;

/// <summary>
/// A place at a push server, with the keys of the client that reads there.
/// https://www.rfc-editor.org/rfc/rfc8291
/// </summary>
/// <param name="Url">With https.</param>
/// <param name="P256dh">The client's public key, in base64 for URLs; empty: it was not said.</param>
/// <param name="Auth">What only the client and we know, in the same.</param>
public sealed record PushEndpoint(string Url, string P256dh = "", string Auth = "")
{
    private const int LongestUrl = 1024, KeyBytes = 65, AuthBytes = 16;

    /// <summary>As it is sealed.</summary>
    public string Text => $"{Url}\n{P256dh}\n{Auth}";

    /// <summary>What was sealed.</summary>
    public static PushEndpoint? Opened(string? text) =>
        text?.Split('\n') is [var url, var key, var auth] ? new PushEndpoint(url, key, auth) : null;

    /// <summary>What a client says: the URL and, on a line of its own, the keys as tags. Null with the reason: it
    /// cannot be used.</summary>
    public static PushEndpoint? Read(string said, out string fault)
    {
        string[] parts = said.Split('\n', 2);
        fault = FaultOf(parts[0]) ?? "";
        if (fault.Length > 0) return null;
        if (parts.Length == 1) return new PushEndpoint(parts[0]);
        Tags keys = Tags.Parse(parts[1]);
        if (keys["p256dh"] is { } key && keys["auth"] is { } auth
            && BytesOf(key) is [4, ..] and { Length: KeyBytes } && BytesOf(auth) is { Length: AuthBytes })
            return new PushEndpoint(parts[0], key, auth);
        fault = "The keys are p256dh, a public key of P-256, and auth, 16 bytes, in base64 for URLs";
        return null;
    }

    // A URL is a secret, too.
    public override string ToString() => nameof(PushEndpoint);

    private static string? FaultOf(string url) =>
        url.Length > LongestUrl || !Uri.TryCreate(url, UriKind.Absolute, out Uri? read)
            ? $"An endpoint is a URL of at most {LongestUrl} characters"
        : read.Scheme != Uri.UriSchemeHttps ? "An endpoint is a URL with https"
        : read.UserInfo.Length > 0 ? "An endpoint has no password in it"
        : null;

    private static byte[]? BytesOf(string text)
    {
        string plain = text.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        return Base64.Parse(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
    }
}
