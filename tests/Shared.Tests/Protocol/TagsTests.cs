using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>https://ircv3.net/specs/extensions/message-tags</summary>
public sealed class TagsTests
{
    [Theory]
    [InlineData("a;b", @"a\:b")]
    [InlineData("a b", @"a\sb")]
    [InlineData(@"a\b", @"a\\b")]
    [InlineData("a\r\nb", @"a\r\nb")]
    [InlineData(@"\s", @"\\s")]
    [InlineData(@"\\; s", @"\\\\\:\ss")]
    [InlineData("a=b:é🍵", "a=b:é🍵")]
    [InlineData("", "")]
    public void Values_are_escaped_and_back(string value, string escaped)
    {
        Assert.Equal(escaped, Tags.Escape(value));
        Assert.Equal(value, Tags.Unescape(escaped));
    }

    [Theory]
    [InlineData(@"a\bc", "abc")]
    [InlineData(@"a\", "a")]
    [InlineData(@"\", "")]
    [InlineData(@"a\\nb", @"a\nb")]
    [InlineData(@"a\\\", @"a\")]
    public void A_needless_or_last_backslash_is_dropped(string escaped, string value) =>
        Assert.Equal(value, Tags.Unescape(escaped));

    [Fact]
    public void Nul_is_left_out() => Assert.Equal("ab", Tags.Escape("a\0b"));

    [Fact]
    public void Of_the_same_key_the_last_counts()
    {
        var tags = Tags.Parse("a=1;b=2;a=3;x/b=4;a=5");

        Assert.Equal("a=5;b=2;x/b=4", tags.ToString());
        Assert.Equal("5", tags["a"]);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(";;", "")]
    [InlineData("=x;a", "a")]
    [InlineData("a=;b", "a;b")]
    [InlineData("a=b=c", "a=b=c")]
    [InlineData("ümlaut!/?=1", "ümlaut!/?=1")]
    public void Keys_are_opaque_and_empty_ones_dropped(string text, string kept) =>
        Assert.Equal(kept, Tags.Parse(text).ToString());

    [Fact]
    public void Keys_differ_by_case() => Assert.Equal(2, Tags.Parse("a=1;A=2").Count);

    [Fact]
    public void What_is_not_there_is_null_and_what_has_no_value_is_empty()
    {
        var tags = Tags.Parse("a");

        Assert.Equal("", tags["a"]);
        Assert.True(tags.Contains("a"));
        Assert.Null(tags["b"]);
        Assert.False(tags.Contains("b"));
    }

    [Fact]
    public void With_adds_at_the_end_or_replaces_in_place_and_changes_no_other()
    {
        var tags = Tags.None.With("a", "1").With("b");

        Assert.Equal("a=2;b;c", tags.With("a", "2").With("c").ToString());
        Assert.Equal("a=1;b", tags.ToString());
        Assert.Empty(Tags.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("a=b")]
    [InlineData("a\n")]
    public void A_key_that_would_break_the_line_is_our_mistake(string key) =>
        Assert.Throws<ArgumentException>(() => Tags.None.With(key));

    [Fact]
    public void Client_only_tags_can_be_told_apart()
    {
        var tags = Tags.Parse("time=x;+typing=active;msgid=1;+draft/reply=2");

        Assert.Equal("+typing=active;+draft/reply=2", tags.Only(Tags.IsClientOnly).ToString());
        Assert.Same(Tags.None, tags.Only(_ => false));
        Assert.Same(tags, tags.Only(_ => true));
    }

    [Fact]
    public void Equality_is_by_content_and_order()
    {
        Assert.Equal(Tags.Parse("a=1;b"), Tags.Parse("a=1;b="));
        Assert.Equal(Tags.Parse("a=1;b").GetHashCode(), Tags.Parse("a=1;b=").GetHashCode());
        Assert.False(Tags.Parse("a;b").Equals(Tags.Parse("b;a")));
        Assert.False(Tags.Parse("a=1").Equals(Tags.Parse("a=2")));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a=b;c=é", "@a=b;c=é ")]
    public void They_are_written_before_a_body(string text, string expected)
    {
        ArrayBufferWriter<byte> bytes = new();
        Tags.Parse(text).Write(bytes);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    [Property]
    public Property Escaping_is_undone_by_unescaping() =>
        Prop.ForAll(Arb.From(Arbitrary.Text("ab;:=\\ \r\nsrn🍵", 20)), value =>
            {
                string escaped = Tags.Escape(value);
                return Tags.Unescape(escaped) == value && !escaped.AsSpan().ContainsAny("; \r\n");
            });

    [Property]
    public Property What_is_written_parses_to_the_same_tags() =>
        Prop.ForAll(Arb.From(Arbitrary.Tags()), tags => Tags.Parse(tags.ToString()).Equals(tags));

    [Fact]
    public void Thousands_of_tags_are_read_in_one_pass() =>
        Assert.Equal(2000, Tags.Parse(string.Join(';', Enumerable.Range(0, 4000).Select(i => i % 2000))).Count);
}
