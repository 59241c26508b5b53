using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NATS.Client.Core;

/// <summary>The servers to try: those of the options first, then those that servers told us of.</summary>
internal sealed class ServerPool
{
    private const int DiscoveredMax = 64;
    private readonly List<ServerAddress> _configured;
    private readonly List<ServerAddress> _discovered = [];

    public ServerPool(NatsOpts opts)
    {
        _configured = [.. opts.Url
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(ServerAddress.Parse)];
        if (_configured.Count == 0)
            throw new NatsException("Url names no server");
        if (!opts.NoRandomize)
            Random.Shared.Shuffle(CollectionsMarshal.AsSpan(_configured));
    }

    /// <summary>The server of the connection before: it is tried last.</summary>
    public ServerAddress? Left { get; set; }

    /// <summary>One round through all servers.</summary>
    public ServerAddress[] Round() =>
        [.. _configured.Concat(_discovered).OrderBy(server => Left is not null && server.Uri == Left.Uri)];

    public override string ToString() => string.Join(", ", Round().AsEnumerable());

    /// <summary>
    /// Takes over what a server's INFO says of its cluster, with the credentials and scheme we use anyway.
    /// </summary>
    public void Learn(string[]? urls, ServerAddress teller)
    {
        foreach (var url in urls ?? [])
        {
            if (_discovered.Count >= DiscoveredMax || !TryParse($"{teller.Uri.Scheme}://{url}", out var address))
                continue;
            if (Round().All(known => known.Uri != address.Uri))
                _discovered.Add(teller with { Uri = address.Uri });
        }
    }

    // A server's gossip is no reason to fail: what cannot be read is not used.
    private static bool TryParse(string url, [NotNullWhen(true)] out ServerAddress? address)
    {
        try
        {
            address = ServerAddress.Parse(url);
            return true;
        }
        catch (NatsException)
        {
            address = null;
            return false;
        }
    }
}
