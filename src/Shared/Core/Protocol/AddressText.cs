using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace IrcNats.Protocol;

/// <summary>
/// Addresses as people and proxies write them: four decimal numbers, or IPv6. .NET alone would also read 1 as 0.0.0.1
/// and 010.0.0.1 as 8.0.0.1. Other programs read such texts differently, so they are refused.
/// https://www.rfc-editor.org/rfc/rfc6943#section-3.1.1
/// </summary>
public static class AddressText
{
    private static readonly SearchValues<char> s_v6 = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        int colon = text.LastIndexOf(':');
        bool isUsual = colon < 0
            ? IsDotted(text)
            : !text.ContainsAnyExcept(s_v6) && (!text.Contains('.') || IsDotted(text[(colon + 1)..]));
        return isUsual && IPAddress.TryParse(text, out address);
    }

    /// <summary>ADDRESS, ADDRESS:PORT, [IPV6] or [IPV6]:PORT; without one the port is 0.</summary>
    public static bool TryParseEnd(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? end)
    {
        end = null;
        ReadOnlySpan<char> host = text, port = [];
        int close = text.StartsWith('[') ? text.IndexOf(']') : -1, colon = text.LastIndexOf(':');
        if (close > 0)
        {
            host = text[1..close];
            port = text[(close + 1)..];
            if (!host.Contains(':')) return false;
        }
        else if (colon >= 0 && colon == text.IndexOf(':'))
        {
            host = text[..colon];
            port = text[colon..];
        }

        if (!TryParse(host, out IPAddress? address) || !TryParsePort(port, out ushort number)) return false;
        end = new IPEndPoint(address, number);
        return true;
    }

    private static bool TryParsePort(ReadOnlySpan<char> text, out ushort port)
    {
        port = 0;
        return text.IsEmpty || (text[0] == ':'
            && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out port));
    }

    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        int parts = 0;
        foreach (Range at in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[at];
            if (part.Length is 0 or > 3 || part is ['0', _, ..]) return false;
            if (part.ContainsAnyExceptInRange('0', '9')) return false;
            parts++;
        }

        return parts == 4;
    }
}
