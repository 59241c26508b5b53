using System.Globalization;
using System.Net;

namespace IrcNats.Leaf;

/// <summary>Where clients connect: 127.0.0.1:6667, [::1]:6667, or *:6667 for every address. Port 0: any free one.
/// </summary>
/// <param name="Address">Null: every address, IPv4 and IPv6.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    public static ListenAddress Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        string after = text[(colon + 1)..];
        if (colon < 0 || !ushort.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            throw new FormatException("not HOST:PORT");
        if (host == "*") return new ListenAddress(null, port);
        if (host.Contains(':', StringComparison.Ordinal) && host is not ['[', .., ']'])
            throw new FormatException("an IPv6 address stands in brackets, as [::1]:6667");
        return IPAddress.TryParse(host, out IPAddress? address)
            ? new ListenAddress(address, port)
            : throw new FormatException("HOST is an IP address, or * for all of them");
    }

    public override string ToString() => Address is null ? $"*:{Port}" : new IPEndPoint(Address, Port).ToString();
}
