using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Tests.Protocol;

public sealed class NumericTests
{
    [Fact]
    public void Every_row_has_three_digits_of_its_own_and_a_name()
    {
        Assert.All(All, row => Assert.Matches(@"^\d{3}\z", row.Code));
        Assert.All(All, row => Assert.Matches(@"^(RPL|ERR)_[A-Z0-9_]+\z", row.Name));
        Assert.All(All, row => Assert.Equal(row, typeof(Numeric).GetField(row.Name)?.GetValue(null)));
        Assert.Equal(All.Count, All.Select(row => row.Code).Distinct().Count());
        Assert.Equal(All.Select(row => row.Code).Order(StringComparer.Ordinal), All.Select(row => row.Code));
    }

    [Fact]
    public void Every_text_fits_in_a_line() => Assert.All(All.Where(row => row.Text is not null), row =>
    {
        Assert.Matches(@"^[ -~]{1,80}\z", row.Text);
        Assert.Equal(row.Text!.Trim(), row.Text);
    });

    /// <summary>The numerics an IRC server of today is expected to know; see the feature list this was made from.
    /// </summary>
    [Theory]
    [InlineData("001-005 008 010 200-212 219 221 234 235 242 243 251-259 261-263 265 266 276")]
    [InlineData("301-303 305 306 311-315 317-319 321-325 329-333 335-338 341 342 346-349 351-354 364-369")]
    [InlineData("371 372 374-376 379 381-383 391-396")]
    [InlineData("400-415 417 421-424 431-433 435-437 440-446 451 456-458 461-468 470-478 480-485 489 491")]
    [InlineData("501 502 524 525 531 573 652 671 687 696-698 704-706 710-714 716-718 723 728-734 742")]
    [InlineData("760 761 766 770-772 774 900-908 981 982")]
    public void The_catalogue_is_whole(string codes)
    {
        var known = All.Select(row => row.Code).ToHashSet();
        var wanted = from range in codes.Split(' ')
                     let ends = range.Split('-').Select(int.Parse).ToArray()
                     from code in Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)
                     select $"{code:000}";
        Assert.DoesNotContain(wanted, code => !known.Contains(code));
    }

    [Fact]
    public void A_text_follows_the_parameters() =>
        Assert.Equal("401 ann bob :No such nick/channel", ERR_NOSUCHNICK.For("ann", "bob").ToString());

    [Fact]
    public void A_text_of_one_word_is_written_as_text_too()
    {
        Assert.Equal("382 ann irc.conf :Rehashing", RPL_REHASHING.For("ann", "irc.conf").ToString());
        Assert.Equal("332 ann #tea :green", RPL_TOPIC.For("ann", "#tea", "green").ToString());
        Assert.Equal("353 ann = #tea :bob", RPL_NAMREPLY.For("ann", "=", "#tea", "bob").ToString());
    }

    [Fact]
    public void Words_are_written_as_words() =>
        Assert.Equal("324 ann #tea +nt", RPL_CHANNELMODEIS.For("ann", "#tea", "+nt").ToString());

    [Fact]
    public void A_text_can_be_said_otherwise() => Assert.Equal(
        "404 ann #tea :You are banned",
        (ERR_CANNOTSENDTOCHAN with { Text = "You are banned" }).For("ann", "#tea").ToString());

    [Fact]
    public void It_comes_from_the_server() => Assert.Null(RPL_WELCOME.For("ann", "Welcome").Source);

    [Fact]
    public void Whoever_has_no_nick_is_a_star() =>
        Assert.Equal("451 * :You have not registered", ERR_NOTREGISTERED.For("").ToString());
}
