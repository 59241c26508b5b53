using FsCheck;
using FsCheck.Fluent;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>What the properties of this folder draw from: mostly the characters that matter to the grammar.</summary>
internal static class Arbitrary
{
    public static Gen<string> Text(string alphabet, int most) =>
        from length in Gen.Choose(0, most)
        from chars in Gen.ArrayOf(Gen.Elements(alphabet.EnumerateRunes().Select(r => r.ToString()).ToArray()), length)
        select string.Concat(chars);

    /// <summary>Lines that can be written without loss.</summary>
    public static Gen<Line> Line() =>
        from source in Gen.OneOf(Gen.Constant<string?>(null), Word().Select(string? (w) => w))
        from command in Gen.Elements("PRIVMSG", "JOIN", "353", "X")
        from middle in Gen.ListOf(Word())
        from last in Text("ab :;@\\*é🍵", 12)
        from trailing in Gen.Elements(false, true)
        from tags in Tags()
        select new Line(source, command, [.. middle.Take(IrcNats.Protocol.Line.ParamsMax - 1), last])
        {
            Tags = tags,
            Trailing = trailing,
        };

    public static Gen<Tags> Tags() =>
        from keys in Gen.ListOf(Gen.Elements("a", "b", "+c", "vendor.example/d", "+vendor/e"))
        from values in Gen.ListOf(Text("ab;:=\\ \r\nsrné🍵", 8))
        select keys.Zip(values).Aggregate(IrcNats.Protocol.Tags.None, (tags, t) => tags.With(t.First, t.Second));

    /// <summary>A word: text between spaces.</summary>
    private static Gen<string> Word() =>
        from first in Gen.Elements('a', '#', '+', '@', '\\', 'é')
        from rest in Text("ab:;@=#\té🍵", 8)
        select first + rest;
}
