using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class LineProperties
{
    [Property]
    public Property What_is_written_parses_to_the_same_line() =>
        Prop.ForAll(Arb.From(Arbitrary.Line()), line => Line.Parse(line.ToString()).Equals(line));

    [Property]
    public Property No_text_makes_the_parser_throw_or_disagree_with_itself() =>
        Prop.ForAll(Arb.From(Arbitrary.Text("@:; \\=aB0#\0\r\n\té🍵", 40)), text =>
                Line.TryParse(text, out var line) is not null || Line.Parse(line.ToString()).Equals(line));

    [Property]
    public Property Any_line_at_all_is_written_as_one_line() =>
        Prop.ForAll(Arb.From(Gen.ListOf(Arbitrary.Text("ab :\0\r\n🍵", 6))), words =>
            {
                var written = new Line(null, "X", [.. words]).ToString();
                return Line.TryParse(written, out var line) is null
                    && line.Params.Count == Math.Min(words.Count, Line.ParamsMax);
            });
}
