using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IrcNats.Protocol;

/// <summary>
/// A reply known by three digits. The catalogue holds one row for each, whether or not a command sends it yet, so that
/// a new command finds its numerics here. https://modern.ircdocs.horse/#numerics and https://defs.ircdocs.horse
/// </summary>
[SuppressMessage("Naming", "CA1707", Justification = "RPL_ and ERR_ names are the protocol's own.")]
public readonly partial record struct Numeric
{
    private Numeric(string code, string? text, bool freeText, string name)
    {
        Code = code;
        Text = text;
        FreeText = freeText;
        Name = name;
    }

    /// <summary>Every row, by code.</summary>
    public static IReadOnlyList<Numeric> All => Rows.ByCode;

    public string Code { get; }

    public string Name { get; }

    /// <summary>What the last parameter always says; null when the sender gives all parameters. To say it otherwise:
    /// <c>ERR_CANNOTSENDTOCHAN with { Text = "…" }</c>.</summary>
    public string? Text { get; init; }

    /// <summary>The last parameter the sender gives is for people to read, so it is written with ':'.</summary>
    public bool FreeText { get; }

    /// <summary>The line for one user: nick ("*" before there is one), the parameters, then the text.</summary>
    public Line For(string nick, params string[] args) =>
        new(null, Code, Text is null ? [nick, .. args] : [nick, .. args, Text])
        {
            Trailing = FreeText || Text is not null,
        };

    public override string ToString() => $"{Code} {Name}";

    /// <summary>A numeric whose text is always the same, after the parameters.</summary>
    private static Numeric Says(string code, string text, [CallerMemberName] string name = "") =>
        new(code, text, false, name);

    /// <summary>A numeric whose last parameter is text the sender makes.</summary>
    private static Numeric Free(string code, [CallerMemberName] string name = "") => new(code, null, true, name);

    /// <summary>A numeric of words only.</summary>
    private static Numeric Plain(string code, [CallerMemberName] string name = "") => new(code, null, false, name);

    /// <summary>Apart, so that it is made after every row.</summary>
    private static class Rows
    {
        public static readonly IReadOnlyList<Numeric> ByCode =
            [.. typeof(Numeric).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (Numeric)field.GetValue(null)!)
                .OrderBy(row => row.Code, StringComparer.Ordinal)];
    }
}
