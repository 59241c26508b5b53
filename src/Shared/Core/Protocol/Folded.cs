using System.Buffers;

namespace IrcNats.Protocol;

/// <summary>A nick or channel name in the form in which names are compared. It is never shown.</summary>
public readonly record struct Folded
{
    private static readonly SearchValues<char> s_ascii = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly SearchValues<char> s_rfc1459 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ[]\\~");
    private readonly string? _text;

    private Folded(string text) => _text = text;

    /// <summary>Costs no memory when the name is folded already.</summary>
    public static Folded Of(string name, Casemapping map = Casemapping.Ascii)
    {
        int first = name.AsSpan().IndexOfAny(map == Casemapping.Ascii ? s_ascii : s_rfc1459);
        return new(first < 0 ? name : string.Create(name.Length, (name, map, first), static (to, from) =>
        {
            from.name.CopyTo(to);
            for (int i = from.first; i < to.Length; i++) to[i] = Fold(to[i], from.map);
        }));
    }

    public override string ToString() => _text ?? "";

    internal static char Fold(char c, Casemapping map) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        '[' or ']' or '\\' when map == Casemapping.Rfc1459 => (char)(c | 0x20),
        '~' when map == Casemapping.Rfc1459 => '^',
        _ => c,
    };
}
