using System.Buffers;
using System.Net;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>Which texts may name a user, a channel or a host. Lengths are in bytes of UTF-8.</summary>
public static class Names
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly SearchValues<char> s_nick = SearchValues.Create(Letters + "0123456789[]\\`_^{|}-");
    private static readonly SearchValues<char> s_username = SearchValues.Create(Letters + "0123456789[]\\`_^{|}-.~");
    private static readonly SearchValues<char> s_label = SearchValues.Create(Letters + "0123456789-");

    /// <summary>Space and comma separate; '*' and '?' are for masks; control characters cannot be seen.</summary>
    private static readonly SearchValues<char> s_notChannel =
        SearchValues.Create([' ', ',', '*', '?', '\x7f', .. Enumerable.Range(0, 32).Select(c => (char)c)]);

    private static readonly SearchValues<char> s_notRelayed = SearchValues.Create(
        [.. "!+%@&#$:'\"?*,.~ \x7f", .. Enumerable.Range(0, 32).Select(c => (char)c)]);

    /// <summary>Letters, digits and []\`_^{|}- of ASCII, not beginning with a digit or '-'.</summary>
    public static bool IsNick(string text, int max) =>
        text.Length > 0 && text.Length <= max && !char.IsAsciiDigit(text[0]) && text[0] != '-'
        && !text.AsSpan().ContainsAnyExcept(s_nick);

    /// <summary>Whether nicks can have this character.</summary>
    public static bool IsOfNick(char character) => s_nick.Contains(character);

    /// <summary>
    /// A name from elsewhere (RELAYMSG): it has a '/', which no nick has, and no character that means something else on
    /// IRC.
    /// </summary>
    public static bool IsRelayedNick(string text, int max) =>
        text.Contains('/', StringComparison.Ordinal) && !text.AsSpan().ContainsAny(s_notRelayed)
        && Encoding.UTF8.GetByteCount(text) <= max;

    /// <summary>'#' and at least one more character.</summary>
    public static bool IsChannel(string text, int max) =>
        text.Length > 1 && text[0] == '#' && !text.AsSpan().ContainsAny(s_notChannel)
        && Encoding.UTF8.GetByteCount(text) <= max;

    /// <summary>As a nick, and '.' or '~' too, beginning with anything but '-', '.' or '~'.</summary>
    public static bool IsUsername(string text, int max) =>
        text.Length > 0 && text.Length <= max && text[0] is not ('-' or '.' or '~')
        && !text.AsSpan().ContainsAnyExcept(s_username);

    /// <summary>
    /// Labels of letters, digits and inner '-', with at least one dot (a last dot may follow nothing), so that a host
    /// name is never taken for a nick.
    /// </summary>
    public static bool IsHostname(string text, int max = 253)
    {
        if (text.Length > max || !text.Contains('.', StringComparison.Ordinal)) return false;
        var labels = text.EndsWith('.') ? text.AsSpan(0, text.Length - 1) : text;
        foreach (var at in labels.Split('.'))
        {
            var label = labels[at];
            if (label.IsEmpty || label.Length > 63 || label[0] == '-' || label[^1] == '-') return false;
            if (label.ContainsAnyExcept(s_label)) return false;
        }

        return true;
    }

    /// <summary>
    /// An address as IRC shows it. A parameter of a line may not begin with a colon: ::1 is 0::1. The zone of a
    /// link-local address (fe80::1%eth0) means nothing to others and is left out.
    /// </summary>
    public static string ShownAddress(IPAddress address)
    {
        string text = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString().Split('%')[0];
        return text.StartsWith(':') ? "0" + text : text;
    }

    /// <summary>A channel's key (+k): visible ASCII without comma, not beginning with ':'.</summary>
    public static bool IsChannelKey(string text, int max) =>
        text.Length > 0 && text.Length <= max && text[0] != ':' && !text.Contains(',', StringComparison.Ordinal)
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
