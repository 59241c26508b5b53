using System.Text.RegularExpressions;

namespace IrcNats.Protocol;

/// <summary>
/// What a filter looks for in a text: a mask with * and ? that the whole text fits, or /an expression/ that some part
/// of it fits. Upper and lower case are the same. Comparing takes linear time whatever the pattern: expressions are
/// those of .NET's NonBacktracking engine. Immutable; an expression is compiled when it is first compared.
/// https://learn.microsoft.com/dotnet/standard/base-types/backtracking-in-regular-expressions
/// </summary>
public sealed class TextPattern
{
    /// <summary>Characters of the longest one.</summary>
    public const int Longest = 200;

    /// <summary>Letters that a text needs for a pattern to be looked up by them.</summary>
    public const int LeastLetters = 3;

    private const int MostRepeats = 50;

    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly char[] s_wild = ['*', '?', '\\'];

    private readonly Glob? _mask;
    private readonly Lazy<Regex>? _expression;

    public TextPattern(string text)
    {
        if (IsExpression(text)) _expression = new(() => new Regex(text[1..^1], Options), isThreadSafe: false);
        else _mask = new Glob(text);
        Letters = LettersOf(text);
    }

    /// <summary>Letters in a row that every text has which fits; empty: there are too few.</summary>
    public string Letters { get; }

    public bool Matches(string text) => _mask?.Matches(text) ?? _expression!.Value.IsMatch(text);

    /// <summary>What is wrong with the pattern; null: nothing.</summary>
    public static string? Fault(string text)
    {
        if (text.Length > Longest) return $"A pattern has at most {Longest} characters";
        if (!IsExpression(text))
            return text.Count(c => !s_wild.Contains(c)) < LeastLetters
                ? $"This pattern fits too much: name at least {LeastLetters} letters"
                : null;
        string inside = text[1..^1];
        if (RegexText.Fault(inside, MostRepeats) is { } fault) return fault;
        try
        {
            return new Regex(inside, Options).IsMatch("") ? "This expression fits every text, even an empty one" : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return $"That is no expression which takes linear time: {wrong.Message}";
        }
    }

    private static bool IsExpression(string text) => text.Length > 2 && text[0] == '/' && text[^1] == '/';

    private static string LettersOf(string text)
    {
        string letters = IsExpression(text)
            ? RegexText.LettersOf(text[1..^1])
            : text.Split(s_wild).MaxBy(part => part.Length)!;
        return letters.Length < LeastLetters ? "" : letters;
    }
}
