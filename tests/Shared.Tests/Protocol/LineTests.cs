using System.Buffers;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>Covers the kinds of cases of https://github.com/ircdocs/parser-tests (msg-split, msg-join) and our own.
/// </summary>
public sealed class LineTests
{
    [Theory]
    [InlineData("TOPIC #tea", null, "TOPIC", "#tea")]
    [InlineData("AWAY", null, "AWAY", "")]
    [InlineData("topic #tea green", null, "TOPIC", "#tea|green")]
    [InlineData(":ann TOPIC #tea green", "ann", "TOPIC", "#tea|green")]
    [InlineData("TOPIC #tea :green and black", null, "TOPIC", "#tea|green and black")]
    [InlineData("TOPIC #tea ::green", null, "TOPIC", "#tea|:green")]
    [InlineData("TOPIC #tea :  two before, one after ", null, "TOPIC", "#tea|  two before, one after ")]
    [InlineData("TOPIC #tea :it was :so good", null, "TOPIC", "#tea|it was :so good")]
    [InlineData("TOPIC #tea :", null, "TOPIC", "#tea|")]
    [InlineData("TOPIC #tea :  ", null, "TOPIC", "#tea|  ")]
    [InlineData("TOPIC #te:a :x", null, "TOPIC", "#te:a|x")]
    [InlineData(":ann AWAY ", "ann", "AWAY", "")]
    [InlineData(":ann JOIN :#tea", "ann", "JOIN", "#tea")]
    [InlineData("MODE #tea +oo bob :carol", null, "MODE", "#tea|+oo|bob|carol")]
    [InlineData("MODE #tea  +o   bob  ", null, "MODE", "#tea|+o|bob")]
    [InlineData(":irc.tea.example   432   ann :Bad", "irc.tea.example", "432", "ann|Bad")]
    [InlineData(":ann\tb TOPIC #te\ta", "ann\tb", "TOPIC", "#te\ta")]
    [InlineData(":ann!a@ho\u0002st\u000304.x PRIVMSG bob :hi", "ann!a@ho\u0002st\u000304.x", "PRIVMSG", "bob|hi")]
    [InlineData("  PING x", null, "PING", "x")]
    [InlineData(": PING x", null, "PING", "x")]
    public void A_line_splits_into_its_parts(string text, string? source, string command, string joined)
    {
        var line = Line.Parse(text);

        Assert.Equal(source, line.Source);
        Assert.Equal(command, line.Command);
        Assert.Equal(line.Params.Count == 0 ? [] : joined.Split('|'), line.Params);
        Assert.Equal(joined, string.Join('|', line.Params));
        Assert.Same(Tags.None, line.Tags);
    }

    [Fact]
    public void An_empty_last_parameter_is_not_no_parameter()
    {
        Assert.Empty(Line.Parse("AWAY").Params);
        Assert.Equal([""], Line.Parse("AWAY :").Params);
    }

    [Fact]
    public void The_fifteenth_parameter_takes_the_rest()
    {
        string fourteen = string.Join(' ', Enumerable.Range(1, 14));

        Assert.Equal(15, Line.Parse($"X {fourteen} 15").Params.Count);
        Assert.Equal("15 16  17 :18", Line.Parse($"X {fourteen}  15 16  17 :18").Params[14]);
        Assert.Equal("15 16", Line.Parse($"X {fourteen} :15 16").Params[14]);
    }

    [Theory]
    [InlineData("@a=b;c PING x", "a=b|c=")]
    [InlineData("@a=;+d=e :ann PING x", "a=|+d=e")]
    [InlineData("@a   :ann   PING x", "a=")]
    public void Tags_stand_before_source_and_command(string text, string expected)
    {
        var line = Line.Parse(text);

        Assert.Equal(expected, string.Join('|', line.Tags.Select(t => $"{t.Key}={t.Value}")));
        Assert.Equal("PING", line.Command);
        Assert.Equal(["x"], line.Params);
    }

    [Theory]
    [InlineData("", LineError.Empty)]
    [InlineData("   ", LineError.Empty)]
    [InlineData(":ann", LineError.Malformed)]
    [InlineData(":ann  ", LineError.Malformed)]
    [InlineData("@a=b", LineError.Malformed)]
    [InlineData("@a=b :ann", LineError.Malformed)]
    [InlineData(":ann :bob", LineError.Malformed)]
    [InlineData("PRIVMSG bob :a\0b", LineError.NulByte)]
    [InlineData("PRIVMSG bob :a\rb", LineError.StrayLineBreak)]
    [InlineData("PRIVMSG bob :a\nQUIT", LineError.StrayLineBreak)]
    public void What_is_no_line_is_refused(string text, LineError expected)
    {
        Assert.Equal(expected, Line.TryParse(text, out _));
        Assert.Contains(expected.ToString(), Assert.Throws<FormatException>(() => Line.Parse(text)).Message);
    }

    [Fact]
    public void A_refused_line_still_gives_its_tags() =>
        Assert.Equal("7", Assert.IsType<Line>(Refused("@label=7 PRIVMSG bob :\0")).Tags["label"]);

    [Theory]
    [InlineData("TOPIC #tea green", null, "TOPIC", "#tea|green")]
    [InlineData(":ann TOPIC #tea green", "ann", "TOPIC", "#tea|green")]
    [InlineData("::ann JOIN #tea", ":ann", "JOIN", "#tea")]
    [InlineData(":ann AWAY :", "ann", "AWAY", "")]
    [InlineData("TOPIC #tea :green and black", null, "TOPIC", "#tea|green and black")]
    [InlineData("TOPIC #tea ::green", null, "TOPIC", "#tea|:green")]
    [InlineData("TOPIC #tea :  ", null, "TOPIC", "#tea|  ")]
    [InlineData("TOPIC #tea :it was :so good ", null, "TOPIC", "#tea|it was :so good ")]
    [InlineData("TOPIC #te\ta a\tb", null, "TOPIC", "#te\ta|a\tb")]
    public void A_line_joins_from_its_parts(string expected, string? source, string command, string joined) =>
        Assert.Equal(expected, new Line(source, command, joined.Split('|')).ToString());

    [Fact]
    public void Trailing_writes_a_colon_where_none_is_needed()
    {
        Assert.Equal("353 ann = #tea :bob", (Line.Parse("353 ann = #tea bob") with { Trailing = true }).ToString());
        Assert.Equal("AWAY", new Line(null, "AWAY") { Trailing = true }.ToString());
    }

    [Fact]
    public void Tags_are_written_first() => Assert.Equal(
        "@a=b\\sc;d :ann PING x",
        new Line("ann", "PING", "x") { Tags = Tags.None.With("a", "b c").With("d") }.ToString());

    [Fact]
    public void Spelling_is_not_meaning()
    {
        Assert.Equal(Line.Parse("JOIN #tea"), Line.Parse("join  :#tea"));
        Assert.Equal(Line.Parse("JOIN #tea").GetHashCode(), Line.Parse("join  :#tea").GetHashCode());
        Assert.NotEqual(Line.Parse("JOIN #tea"), Line.Parse(":ann JOIN #tea"));
        Assert.NotEqual(Line.Parse("JOIN #tea"), Line.Parse("JOIN #tea key"));
        Assert.NotEqual(Line.Parse("JOIN #tea"), Line.Parse("@a JOIN #tea"));
    }

    [Theory]
    [InlineData("001 ann :Welcome", ":irc.test 001 ann Welcome\r\n")]
    [InlineData(":bob NOTICE ann hi", ":bob NOTICE ann hi\r\n")]
    [InlineData("PING x", "PING x\r\n")]
    [InlineData("ERROR :Closing link", "ERROR :Closing link\r\n")]
    [InlineData("AUTHENTICATE +", "AUTHENTICATE +\r\n")]
    [InlineData(":irc.test PONG x", ":irc.test PONG x\r\n")]
    [InlineData(":ann PING x", ":ann PING x\r\n")]
    [InlineData("@a=b NOTICE ann :ça va €? 🍵", ":irc.test NOTICE ann :ça va €? 🍵\r\n")]
    public void The_body_names_the_server_where_no_source_is_given(string text, string expected)
    {
        var line = Line.Parse(text) with { Trailing = false };

        Assert.Equal(expected, Body(line));
        Assert.Equal(Encoding.UTF8.GetByteCount(expected), line.BodyLength("irc.test"));
    }

    [Theory]
    [InlineData("two words", "*")]
    [InlineData(":colon", "*")]
    [InlineData("", "*")]
    [InlineData("x\r\nQUIT", "*")]
    [InlineData("fine:", "fine:")]
    public void A_middle_parameter_that_cannot_be_one_becomes_a_star(string param, string written)
    {
        var line = new Line(null, "401", "ann", param, "No such nick");

        Assert.Equal($":irc.test 401 ann {written} :No such nick\r\n", Body(line));
        Assert.Equal(Body(line).Length, line.BodyLength("irc.test"));
    }

    [Fact]
    public void No_text_forges_a_second_line()
    {
        var line = new Line("a\r\nb", "NOTICE", "ann", "one\r\n:bob QUIT\0");

        Assert.Equal(":* NOTICE ann :one  :bob QUIT \r\n", Body(line));
        Assert.Equal(Body(line).Length, line.BodyLength("irc.test"));
    }

    private static string Body(Line line)
    {
        ArrayBufferWriter<byte> bytes = new();
        line.WriteBody(bytes, "irc.test");
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static Line? Refused(string text) => Line.TryParse(text, out var line) is null ? null : line;
}
