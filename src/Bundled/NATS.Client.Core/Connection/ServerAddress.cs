namespace NATS.Client.Core;

/// <summary>One server of the list: where it is, and credentials written into its URL.</summary>
internal sealed record ServerAddress(Uri Uri, string? Username, string? Password, string? Token)
{
    private const int DefaultPort = 4222;

    public string Host => Uri.IdnHost;

    public bool IsTls => Uri.Scheme == "tls";

    public static ServerAddress Parse(string text)
    {
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"nats://{text}";
        if (!Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new NatsException($"'{text[(text.LastIndexOf('@') + 1)..]}' is not a server URL");
        if (uri.Scheme is not ("nats" or "tls"))
            throw new NatsException($"'{uri.Scheme}' is not a scheme of a server URL: nats or tls");
        var clean = new UriBuilder(uri.Scheme, uri.Host, uri.Port > 0 ? uri.Port : DefaultPort).Uri;
        if (uri.UserInfo.Length == 0)
            return new ServerAddress(clean, null, null, null);
        var parts = uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();
        return parts.Length == 2
            ? new ServerAddress(clean, parts[0], parts[1], null)
            : new ServerAddress(clean, null, null, parts[0]);
    }

    public override string ToString() => Uri.GetLeftPart(UriPartial.Authority);
}
