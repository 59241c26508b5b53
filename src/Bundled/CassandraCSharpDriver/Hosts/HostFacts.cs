using System.Globalization;
using System.Net;

namespace Cassandra.Hosts;

/// <summary>What a row of system.local or system.peers says of a host.</summary>
internal sealed record HostFacts(
    IPEndPoint Address, Guid HostId, string? Datacenter, string? Rack, Version? Version, IReadOnlyList<long> Tokens,
    Guid? SchemaVersion)
{
    private const string Murmur3 = "Murmur3Partitioner";

    /// <summary>The host that was asked. Its address is the one by which we reached it.</summary>
    public static HostFacts OfLocal(Row row, IPEndPoint address)
    {
        bool isOrdered = Find<string>(row, "partitioner")?.EndsWith(Murmur3, StringComparison.Ordinal) == false;
        HostFacts facts = Of(row, address);
        return isOrdered ? facts with { Tokens = [] } : facts;
    }

    /// <summary>Another host; nothing while it is not ready: rows come before their columns do.</summary>
    public static HostFacts? OfPeer(Row row, int defaultPort)
    {
        IPAddress? address = Find<IPAddress>(row, "native_address") ?? Find<IPAddress>(row, "rpc_address");
        if (address is null || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            address = Find<IPAddress>(row, "peer");
        if (address is null || Find<Guid?>(row, "host_id") is null || Find<string>(row, "data_center") is null)
            return null;
        int port = Find<int?>(row, "native_port") ?? defaultPort;
        return Of(row, new IPEndPoint(address, port));
    }

    private static HostFacts Of(Row row, IPEndPoint address) => new(
        address,
        Find<Guid?>(row, "host_id") ?? Guid.Empty,
        Find<string>(row, "data_center"),
        Find<string>(row, "rack"),
        VersionOf(Find<string>(row, "release_version")),
        TokensOf(Find<string[]>(row, "tokens")),
        Find<Guid?>(row, "schema_version"));

    private static T? Find<T>(Row row, string column) => row.Has(column) ? row.GetValue<T?>(column) : default;

    private static Version? VersionOf(string? text) =>
        Version.TryParse(text?.Split('-')[0], out Version? version) ? version : null;

    private static List<long> TokensOf(string[]? texts)
    {
        List<long> tokens = [];
        foreach (string text in texts ?? [])
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long token))
                tokens.Add(token);
        }

        return tokens;
    }
}
