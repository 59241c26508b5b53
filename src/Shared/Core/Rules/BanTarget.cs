using System.Buffers;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// What an operator wants banned or reserved, read from what they typed: an address, a network (CIDR), a mask
/// nick!user@host, an account, a certificate, a nick or a channel.
/// </summary>
/// <param name="Text">The one form in which it is compared.</param>
public readonly record struct BanTarget(BanKind Kind, string Text)
{
    /// <summary>Bytes of the longest one.</summary>
    public const int Longest = ListMask.Longest;

    // The widest networks; and how many letters a mask needs besides wildcards, unless one of its parts has none.
    private const int LeastBitsV4 = 8, LeastBitsV6 = 16, LeastLetters = 3;

    private static readonly SearchValues<char> s_address = SearchValues.Create("0123456789./"),
        s_address6 = SearchValues.Create("0123456789abcdefABCDEF:./"), s_wild = SearchValues.Create("*?");

    /// <summary>
    /// Reads an address, a network, a mask, account:name, fingerprint:SHA-256, country:XX or asn:number (or the letters
    /// R, z and G, as in bans of channels; A: would be the beginning of an address); a bare word is a nick.
    /// </summary>
    /// <returns>What is wrong with it; null: nothing, and <paramref name="target"/> is it.</returns>
    public static string? Read(string text, out BanTarget target)
    {
        target = default;
        if (text.Length > Longest || text.AsSpan().ContainsAnyInRange('\0', ' '))
            return $"A mask has at most {Longest} characters, and no spaces";
        if (text.StartsWith('#')) return "That is a channel: RESV keeps people out of one";
        if (IsLikeAddress(text)) return ReadAddress(text, out target);
        if (ReadExtended(text, ref target) is var (isExtended, wrong) && isExtended) return wrong;
        string mask = Mask.Normalize(text);
        string host = mask[(mask.LastIndexOf('@') + 1)..];
        if (AddressMask.Fault(mask) is { } fault) return fault;
        if (mask.StartsWith("*!*@", StringComparison.Ordinal) && IsLikeAddress(host))
            return ReadAddress(host, out target);
        if (mask.Length > Longest) return $"A mask has at most {Longest} characters";
        if (IsTooWide(mask))
            return $"This mask fits too many: name at least {LeastLetters} letters, or a whole nick, username or host";
        target = new BanTarget(BanKind.Mask, mask);
        return null;
    }

    /// <summary>Reads a nick or a channel to be reserved; '*' and '?' are wildcards.</summary>
    /// <inheritdoc cref="Read"/>
    public static string? ReadName(string text, Limits limits, out BanTarget target)
    {
        BanKind kind = text.StartsWith('#') ? BanKind.Channel : BanKind.Nick;
        target = new BanTarget(kind, Mask.Collapse(text));
        string plain = new([.. text.Select(c => c is '*' or '?' ? 'x' : c)]);
        bool isName = kind == BanKind.Channel
            ? Names.IsChannel(plain, limits.ChannelLen) : Names.IsNick(plain, limits.NickLen);
        if (!isName) return "That is neither a nick nor a channel; * and ? are wildcards";
        return text.AsSpan().ContainsAny(s_wild) && Letters(text.TrimStart('#')) < LeastLetters
            ? $"This pattern fits too many names: name at least {LeastLetters} letters"
            : null;
    }

    /// <summary>Reads a channel to be locked down, or "*" for the network.</summary>
    /// <inheritdoc cref="Read"/>
    public static string? ReadLock(string text, Limits limits, out BanTarget target)
    {
        target = new BanTarget(BanKind.Lock, text);
        return text == LockRules.Network || (text.StartsWith('#') && Names.IsChannel(text, limits.ChannelLen))
            ? null
            : "Name one channel, or * for the whole network";
    }

    // The names and letters are those of extended bans.
    private static (bool IsExtended, string? Fault) ReadExtended(string text, ref BanTarget target)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || text.AsSpan().ContainsAny('!', '@') || ExtbanTable.Find(text.AsSpan(0, colon)) is not { } row)
            return default;
        string subject = text[(colon + 1)..];
        return (true, row.Letter switch
        {
            ExtbanTable.Account => ReadAccount(subject, ref target),
            ExtbanTable.Certificate => ReadCertificate(subject, ref target),
            ExtbanTable.Country => ReadCountry(subject, ref target),
            ExtbanTable.Asn => ReadAsn(subject, ref target),
            _ => "Bans of the network know account:name, fingerprint:SHA-256, country:XX and asn:number, but not "
                + $"{row.Name}:",
        });
    }

    private static string? ReadCountry(string text, ref BanTarget target)
    {
        if (text.Length != 2 || !text.All(char.IsAsciiLetter)) return "A country has two letters, such as country:DE";
        target = new BanTarget(BanKind.Country, NetworkBan.WordOf(BanKind.Country) + text.ToUpperInvariant());
        return null;
    }

    private static string? ReadAsn(string text, ref BanTarget target)
    {
        string digits = text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
            return "An autonomous system has a number, such as asn:64496";
        target = new BanTarget(
            BanKind.Asn, string.Create(CultureInfo.InvariantCulture, $"{NetworkBan.WordOf(BanKind.Asn)}{number}"));
        return null;
    }

    private static string? ReadAccount(string name, ref BanTarget target)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny(s_wild)) return "Name one account, without wildcards";
        target = new BanTarget(BanKind.Account, NetworkBan.WordOf(BanKind.Account) + name);
        return null;
    }

    // Programs show fingerprints with colons, and in upper case.
    private static string? ReadCertificate(string text, ref BanTarget target)
    {
        string digits = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.Length != SHA256.HashSizeInBytes * 2 || !digits.All(char.IsAsciiHexDigit))
            return "A fingerprint is the SHA-256 of a certificate: 64 hexadecimal digits";
        target = new BanTarget(BanKind.Certificate, NetworkBan.WordOf(BanKind.Certificate) + digits);
        return null;
    }

    private static string? ReadAddress(string text, out BanTarget target)
    {
        target = default;
        try
        {
            IPNetwork network = AddressRange.Parse(text);
            IPAddress address = network.BaseAddress;
            int bits = address.GetAddressBytes().Length * 8;
            bool isOne = network.PrefixLength == bits;
            if (network.PrefixLength < (bits == 32 ? LeastBitsV4 : LeastBitsV6))
                return $"{network} is too wide: a ban takes /{LeastBitsV4} of IPv4 or /{LeastBitsV6} of IPv6 at most";
            target = new BanTarget(BanKind.Address, isOne ? Names.ShownAddress(address) : $"{network}");
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    // Nicks have no dot and no colon, hosts have letters: what is neither was meant as an address.
    private static bool IsLikeAddress(string text) =>
        text.AsSpan().ContainsAny('.', ':') && !text.Contains('@', StringComparison.Ordinal)
        && (!text.AsSpan().ContainsAnyExcept(s_address)
            || (text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(s_address6)));

    private static bool IsTooWide(string mask)
    {
        int bang = mask.IndexOf('!', StringComparison.Ordinal), at = mask.LastIndexOf('@');
        string[] parts = [mask[..bang], mask[(bang + 1)..at], mask[(at + 1)..]];
        return parts.All(p => p.AsSpan().ContainsAny(s_wild)) && parts.Sum(Letters) < LeastLetters;
    }

    private static int Letters(string text) => text.Count(c => c is not ('*' or '?' or '.' or ':' or '\\'));
}
