using System.Globalization;
using System.Text;
using IrcNats.Adapters;
using IrcNats.Protocol;
using IrcNats.Root.Passwords;
using IrcNats.State;
using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>The kinds of values that the configuration has.</summary>
static class Kinds
{
    private const int LeastSecret = 16, LongestLabel = 24;

    public static Kind<bool> Switch { get; } = Scalar("yes or no", ReadSwitch, v => v ? "yes" : "no");

    public static Kind<string> ServerName { get; } = Scalar("name with a dot, such as irc.example.net", text =>
        text.Length <= 63 && text.Contains('.', StringComparison.Ordinal)
            && text.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            ? text
            : throw new FormatException($"'{text}' is not a server's name; it needs a dot, such as irc.example.net"));

    public static Kind<string> Hostname { get; } = Scalar("host name with a dot, such as staff.example.net", text =>
        Names.IsHostname(text, new Limits().HostLen)
            ? text
            : throw new FormatException($"'{text}' is not a host's name; it needs a dot, such as staff.example.net"));

    public static Kind<ChannelModes> ChannelFlags { get; } = Scalar(
        "channel modes, such as +nt",
        text => (ChannelModes)ReadModes(text, c =>
            ChannelModeTable.Find(c) is { Kind: ModeKind.Flag, OperOnly: false } mode ? (int)mode.Bit : 0),
        modes => "+" + string.Concat(from m in ChannelModeTable.All where (modes & m.Bit) != 0 select m.Letter));

    public static Kind<UserModes> UserFlags { get; } = Scalar(
        "user modes, such as +i",
        text => (UserModes)ReadModes(text, c => UserModeTable.Find(c) is { BySelf: true } mode ? (int)mode.Bit : 0),
        UserModeTable.Show);

    public static Kind<Verifier> Password { get; } = Scalar(
        "what ircnats-root genpasswd prints",
        text => Verifier.Parse(text) ?? throw new FormatException(Verifier.Refusal(text)),
        _ => "a verifier");

    public static Kind<IReadOnlyList<string>> Motd { get; } =
        new("file, or list of lines", MotdText.Read, lines => lines.Count == 0 ? "none" : string.Join(" / ", lines));

    /// <summary>One line of text of so many bytes.</summary>
    public static Kind<string> Text(int mostBytes) => Scalar($"text of at most {mostBytes} bytes", text =>
        text.Length == 0 ? throw new FormatException("is empty")
        : text.Any(char.IsControl) ? throw new FormatException("has a control character in it")
        : Encoding.UTF8.GetByteCount(text) > mostBytes ? throw new FormatException($"is longer than {mostBytes} bytes")
        : text);

    /// <summary>A secret that only roots have.</summary>
    public static Kind<string> Secret { get; } = Scalar("secret of at least 16 bytes", text =>
        Encoding.UTF8.GetByteCount(text) >= LeastSecret
            ? text
            : throw new FormatException($"is shorter than {LeastSecret} bytes; 'openssl rand -hex 32' makes one"));

    /// <summary>A few such secrets, which were in use before.</summary>
    public static Kind<IReadOnlyList<string>> EarlierSecrets { get; } = SecretsOf(List(3, 4096));

    private static Kind<IReadOnlyList<string>> SecretsOf(Kind<IReadOnlyList<string>> texts) => new(
        "list of at most 3 secrets",
        (node, folder) =>
        {
            IReadOnlyList<string> secrets = texts.Read(node, folder);
            foreach (string secret in secrets) Secret.Read(new YamlScalarNode(secret), folder);
            return secrets;
        },
        secrets => secrets.Count == 0 ? "none" : "secrets");

    /// <summary>A file with such a secret; looked for beside the configuration.</summary>
    public static Kind<string> SecretFile { get; } = new(
        "file with a secret of at least 16 bytes",
        (node, folder) => Secret.Read(new YamlScalarNode(ReadSecret(Text(4096).Read(node, folder), folder)), folder),
        _ => "a secret");

    /// <summary>The last part of a host's name.</summary>
    public static Kind<string> Label { get; } = Scalar("letters, digits and dots, such as irc", text =>
        text.Length <= LongestLabel && Names.IsHostname("x." + text)
            ? text
            : throw new FormatException($"'{text}' is not the end of a host's name of at most {LongestLabel} letters"));

    /// <summary>A username; '~' may stand before it.</summary>
    public static Kind<string> Ident { get; } = Scalar("username, such as ~u", text =>
        Names.IsUsername(text.StartsWith('~') ? text[1..] : text, new Limits().UserLen - 1)
            ? text
            : throw new FormatException($"'{text}' is not a username"));

    /// <summary>Sets of addresses.</summary>
    public static Kind<IReadOnlyList<string>> Ranges { get; } = RangesOf(List(100, 64));

    /// <summary>The SHA-256 of a certificate; colons and capitals do not matter.</summary>
    public static Kind<string> Certfp { get; } = Scalar("64 hexadecimal digits", text =>
        text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant() is { Length: 64 } digits
            && digits.All(char.IsAsciiHexDigit)
            ? digits
            : throw new FormatException($"'{text}' is not 64 hexadecimal digits"));

    /// <summary>An operator's public key.</summary>
    public static Kind<OperKey> OperKey { get; } = Scalar("public key of a user's nkey, which begins with U", text =>
        OperNkey.IsPublic(text)
            ? new OperKey(text, (message, signature) => OperNkey.IsSigned(text, message, signature))
            : throw new FormatException($"'{text}' is no public key; 'ircnats-root genkey FILE' makes one"));

    /// <summary>Names of <see cref="OperCapabilityTable"/>.</summary>
    public static Kind<OperCapabilities> OperCapabilities { get; } = OperCapabilitiesOf(List(100, 64));

    private static Kind<OperCapabilities> OperCapabilitiesOf(Kind<IReadOnlyList<string>> texts) => new(
        "list of " + string.Join(", ", OperCapabilityTable.All.Select(c => c.Name)),
        (node, folder) => texts.Read(node, folder).Aggregate(State.OperCapabilities.None, (all, name) =>
            all | (OperCapabilityTable.Find(name)?.Bit
                ?? throw new FormatException($"'{name}' is no capability of operators"))),
        _ => "");

    private static Kind<IReadOnlyList<string>> RangesOf(Kind<IReadOnlyList<string>> texts) => texts with
    {
        Name = "list of addresses, ADDRESS/BITS or localhost",
        Read = (node, folder) => texts.Read(node, folder) is var sets
            && sets.Select(AddressRange.Fault).FirstOrDefault(fault => fault is not null) is { } wrong
            ? throw new FormatException(wrong)
            : sets,
    };

    /// <summary>A list of so many texts of so many bytes.</summary>
    public static Kind<IReadOnlyList<string>> List(int most, int mostBytes)
    {
        Kind<string> text = Text(mostBytes);
        return new(
            $"list of at most {most} texts",
            (node, folder) => IsNothing(node) ? []
                : node is not YamlSequenceNode list ? throw new FormatException("a list belongs here")
                : list.Children.Count > most ? throw new FormatException($"has more than {most} entries")
                : [.. list.Children.Select(one => text.Read(one, folder))],
            values => values.Count == 0 ? "none" : string.Join(", ", values));
    }

    /// <summary>Nothing stands behind the key: everything in it may be commented out.</summary>
    public static bool IsNothing(YamlNode node) => node is YamlScalarNode { Value: "" or null or "~" or "null" };

    /// <summary>A word: text without spaces.</summary>
    public static Kind<string> Word(int mostBytes)
    {
        Kind<string> text = Text(mostBytes);
        return text with
        {
            Name = $"word of at most {mostBytes} bytes",
            Read = (node, folder) => text.Read(node, folder) is var word && word.Contains(' ', StringComparison.Ordinal)
                ? throw new FormatException($"'{word}' has a space in it")
                : word,
        };
    }

    /// <summary>Where something is on the web; it fits into a line of RPL_ISUPPORT.</summary>
    public static Kind<string> Url { get; } = Scalar("URL, such as https://irc.example.net/icon.png", text =>
        text.Length <= 200 && IsToken(text) && Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            && url.Scheme is "https" or "http"
            ? text
            : throw new FormatException($"'{text}' is not a URL of at most 200 characters"));

    /// <summary>Where a Unix socket is; systems allow some hundred bytes.</summary>
    public static Kind<string> SocketPath { get; } = Scalar("absolute path of at most 100 characters", text =>
        text is ['/', ..] && text.Length <= 100 && IsToken(text)
            ? text
            : throw new FormatException($"'{text}' is not an absolute path of at most 100 characters"));

    /// <summary>The value of an ISUPPORT token: visible ASCII, or nothing.</summary>
    public static Kind<string> TokenValue { get; } = Scalar("word of at most 200 characters", text =>
        text.Length <= 200 && IsToken(text)
            ? text
            : throw new FormatException($"'{text}' is not at most 200 visible characters of ASCII"));

    /// <summary>Client-only tags without their '+', "*", and exceptions with '-'; in one value.</summary>
    public static Kind<IReadOnlyList<string>> TagNames { get; } = Scalar<IReadOnlyList<string>>(
        "list of tags with commas between, such as *,-typing",
        text => [.. from name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    select name.AsSpan().ContainsAny(" =;+")
                        ? throw new FormatException($"'{name}' is not a tag's name; it stands without '+'")
                        : name],
        names => names.Count == 0 ? "none" : string.Join(',', names));

    /// <summary>Client-only tags as they stand in a line.</summary>
    public static Kind<IReadOnlyList<string>> ClientTags { get; } = ClientTagsOf(List(100, 100));

    private static Kind<IReadOnlyList<string>> ClientTagsOf(Kind<IReadOnlyList<string>> texts) => texts with
    {
        Name = "list of client-only tags, such as +draft/react",
        Read = (node, folder) => texts.Read(node, folder) is var tags
            && tags.FirstOrDefault(t => t.Length < 2 || t[0] != '+' || t.AsSpan().ContainsAny(" =;")) is { } wrong
            ? throw new FormatException($"'{wrong}' is not a client-only tag; it begins with '+'")
            : tags,
    };

    public static Kind<int> Number(int least, int most) => Scalar($"number from {least} to {most}", text =>
        !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? throw new FormatException($"'{text}' is not a whole number")
            : Within(number, least, most, v => v.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Milliseconds.</summary>
    public static Kind<int> Span(string least, string most)
    {
        Kind<long> span = LongSpan(least, most);
        return new Kind<int>(span.Name, (node, folder) => (int)span.Read(node, folder), v => span.Show(v));
    }

    /// <summary>Milliseconds, for spans of more than three weeks.</summary>
    public static Kind<long> LongSpan(string least, string most) => Scalar($"duration from {least} to {most}", text =>
        Duration.TryParse(text, out long span)
            ? Within(span, Spanned(least), Spanned(most), Duration.Show)
            : throw new FormatException($"'{text}' is not a duration (such as 90s, 2m30s or 1d)"), Duration.Show);

    /// <summary>Bytes.</summary>
    public static Kind<int> Bytes(int least, int most)
    {
        Kind<long> size = LongBytes(least, most);
        return new Kind<int>(size.Name, (node, folder) => (int)size.Read(node, folder), v => size.Show(v));
    }

    /// <summary>Bytes, for what may be more than 2 GiB.</summary>
    public static Kind<long> LongBytes(long least, long most) =>
        Scalar($"size from {Size.Show(least)} to {Size.Show(most)}", text =>
            Size.TryParse(text, out long bytes)
                ? Within(bytes, least, most, Size.Show)
                : throw new FormatException($"'{text}' is not a size (such as 96k or 1m)"), Size.Show);

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public static Kind<T> OneOf<T>()
        where T : struct, Enum
    {
        Dictionary<string, T> values = Enum.GetValues<T>().ToDictionary(v => NameOf($"{v}"));
        string names = string.Join(", ", values.Keys);
        return Scalar($"one of {names}", text =>
            values.TryGetValue(text, out T value)
                ? value
                : throw new FormatException($"'{text}' is not one of {names}"), v => NameOf($"{v}"));
    }

    // AlertOnly is written alert-only.
    private static string NameOf(string value) => string.Concat(
        value.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? $"-{c}" : $"{c}")).ToLowerInvariant();

    private static bool IsToken(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>A value that stands alone.</summary>
    /// <param name="parse">Throws <see cref="FormatException"/> with the fault.</param>
    public static Kind<T> Scalar<T>(string name, Func<string, T> parse, Func<T, string>? show = null) => new(
        name,
        (node, _) => node is YamlScalarNode { Value: { } text }
            ? parse(text)
            : throw new FormatException($"a {Shape(node)} stands where a {name} belongs"),
        show ?? (value => $"{value}"));

    private static string ReadSecret(string name, string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"cannot be read: {e.Message}");
        }
    }

    private static string Shape(YamlNode node) => node is YamlSequenceNode ? "list" : "group";

    private static bool ReadSwitch(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" => true,
        "no" or "false" or "off" => false,
        _ => throw new FormatException($"'{text}' is neither yes nor no"),
    };

    private static int ReadModes(string text, Func<char, int> bitOf)
    {
        if (text.Length > 0 && text[0] != '+') throw new FormatException($"'{text}' does not begin with '+'");
        int modes = 0;
        foreach (char letter in text.Skip(1))
        {
            int bit = bitOf(letter);
            if (bit == 0) throw new FormatException($"'{letter}' is no mode that can be set by default");
            modes |= bit;
        }

        return modes;
    }

    private static T Within<T>(T value, T least, T most, Func<T, string> show)
        where T : IComparable<T> => value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
        ? value
        : throw new FormatException($"{show(value)} is not from {show(least)} to {show(most)}");

    private static long Spanned(string text) => Duration.TryParse(text, out long span)
        ? span
        : throw new ArgumentException($"'{text}' is not a duration", nameof(text));
}
