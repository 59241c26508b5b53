using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IrcNats.Hosting;
using IrcNats.Protocol;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Where clients connect: 127.0.0.1:6667, [::1]:6667, *:6667 for every address, or unix:/run/irc.sock. Port 0: any free
/// one. With ",hide-sts" behind it, clients there are not told of STS.
/// </summary>
/// <param name="Address">Null: every address, IPv4 and IPv6.</param>
/// <param name="Path">The path of a Unix socket; then address and port mean nothing.</param>
public sealed record ListenAddress(IPAddress? Address, int Port, string? Path = null)
{
    private const string Unix = "unix:", HideSts = ",hide-sts";

    // The longest path that the system allows for a Unix socket.
    private const int LongestPath = 107;

    /// <summary>For a listener whose clients cannot go where STS sends them. https://ircv3.net/specs/extensions/sts
    /// </summary>
    public bool HidesSts { get; init; }

    public static ListenAddress Parse(string text)
    {
        if (text.EndsWith(HideSts, StringComparison.Ordinal))
            return Parse(text[..^HideSts.Length]) with { HidesSts = true };
        if (text.StartsWith(Unix, StringComparison.Ordinal)) return ParseUnix(text[Unix.Length..]);
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        string after = text[(colon + 1)..];
        if (colon < 0 || !ushort.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            throw new FormatException("not HOST:PORT");
        if (host == "*") return new ListenAddress(null, port);
        if (host.Contains(':', StringComparison.Ordinal) && host is not ['[', .., ']'])
            throw new FormatException("an IPv6 address stands in brackets, as [::1]:6667");
        return new ListenAddress(ParseHost(host), port);
    }

    // A link-local address has a zone, which only the system can read.
    private static IPAddress ParseHost(string host)
    {
        string bare = host is ['[', .. var inner, ']'] && inner.Contains(':', StringComparison.Ordinal) ? inner : host;
        return AddressText.TryParse(bare, out IPAddress? address)
            || (bare.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(bare, out address))
            ? address
            : throw new FormatException("HOST is an IP address, or * for all of them");
    }

    public override string ToString() => Place + (HidesSts ? HideSts : "");

    private string Place =>
        Path is not null ? Unix + Path : Address is null ? $"*:{Port}" : new IPEndPoint(Address, Port).ToString();

    internal void Bind(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Path is not null) kestrel.ListenUnixSocket(Path, configure);
        else if (Address is not null) kestrel.Listen(Address, Port, configure);
        else kestrel.ListenAnyIP(Port, configure);
    }

    /// <summary>
    /// Removes a socket that a process left behind when it died; keeps one on which somebody listens.
    /// </summary>
    /// <exception cref="OptionException">Somebody listens there, or the file is something else.</exception>
    internal void ClearAway()
    {
        if (Path is null || !File.Exists(Path)) return;
        if (new FileInfo(Path).Length > 0) throw new OptionException($"cannot listen on {this}: it is a file");
        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(Path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(Path);
            return;
        }
        catch (SocketException e)
        {
            throw new OptionException($"cannot listen on {this}: {e.Message}");
        }

        throw new OptionException($"cannot listen on {this}: another process does");
    }

    /// <summary>Sets who may connect to a Unix socket.</summary>
    internal void Open(UnixFileMode mode)
    {
        if (Path is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, mode);
    }

    private static ListenAddress ParseUnix(string path) =>
        !path.StartsWith('/') ? throw new FormatException("not unix:/PATH")
        : System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath
            ? throw new FormatException($"a socket's path has at most {LongestPath} bytes")
            : new ListenAddress(null, 0, path);
}
