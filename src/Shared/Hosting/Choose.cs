using System.Buffers;
using System.Globalization;

namespace IrcNats.Hosting;

/// <summary>Makes options of the common kinds.</summary>
public static class Choose
{
    private static readonly SearchValues<char> s_name =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static Option<bool> Switch(string name, string help) => new(name, null, help, ParseSwitch);

    public static Option<string> Text(string name, string placeholder, string help) =>
        new(name, placeholder, help, text => text.Length > 0 ? text : throw new FormatException("empty"));

    /// <summary>A word that may stand in a NATS subject: letters, digits, '-' and '_'.</summary>
    public static Option<string> Name(string name, string help) => new(name, "NAME", help, ParseName);

    /// <summary>A file that exists.</summary>
    public static Option<string> ExistingFile(string name, string help) =>
        new(name, "FILE", help, path => File.Exists(path) ? path : throw new FormatException("no such file"));

    public static Option<int> Number(string name, string help, int least, int most) => new(name, "N", help, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
            ? number
            : throw new FormatException($"not a whole number from {least} to {most}"));

    /// <summary>One of an enumeration's names, in lower case.</summary>
    public static Option<T> OneOf<T>(string name, string placeholder, string help)
        where T : struct, Enum => new(name, placeholder, help, text =>
        Enum.GetNames<T>().FirstOrDefault(n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Enum.Parse<T>(found)
            : throw new FormatException($"not one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}"));

    private static bool ParseSwitch(string text) => text switch
    {
        "true" or "yes" or "1" => true,
        "false" or "no" or "0" => false,
        _ => throw new FormatException("a switch is true or false"),
    };

    private static string ParseName(string text) =>
        text.Length is > 0 and <= 32 && !text.AsSpan().ContainsAnyExcept(s_name)
            ? text
            : throw new FormatException("1 to 32 letters, digits, '-' and '_' only");
}
