using IrcNats.State;

namespace IrcNats.History.Tests;

/// <summary>Targets, places and queries without an archive.</summary>
public sealed class PlacesTests
{
    private static readonly HistoryTarget s_target = Said.Targets[0];

    [Fact]
    public void A_targets_key_is_read_back() => Assert.All(
        Said.Targets, t => Assert.True(HistoryTarget.TryParse(t.Key, out HistoryTarget read) && read == t));

    [Theory]
    [InlineData("")]
    [InlineData("c abc")]
    [InlineData("d alice")]
    [InlineData("d bob alice")]
    [InlineData("d  alice")]
    [InlineData("d alice bob carol")]
    [InlineData("x alice bob")]
    public void What_is_no_targets_key_is_refused(string key) => Assert.False(HistoryTarget.TryParse(key, out _));

    [Fact]
    public void Direct_messages_are_one_target_whoever_begins() =>
        Assert.Equal(HistoryTarget.OfAccounts("alice", "bob"), HistoryTarget.OfAccounts("bob", "alice"));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public void What_is_no_account_has_no_direct_messages(string account) =>
        Assert.Throws<ArgumentException>(() => HistoryTarget.OfAccounts("alice", account));

    // After a log that went back the same position was written again.
    [Fact]
    public void A_later_epoch_is_behind_an_earlier_one_wherever_it_began()
    {
        Mark lost = new(5, new Position(100, 2)), after = new(6, new Position(90, 0));
        Assert.True(lost < after && after > lost && lost <= after && after >= lost);
        Assert.True(Mark.TryParse(after.Msgid, out Mark read) && read == after);
        Assert.False(Mark.TryParse("no msgid", out _));
    }

    [Fact]
    public void Between_reads_from_the_first_place_towards_the_second()
    {
        HistoryPoint early = HistoryPoint.Of(new Mark(1, new Position(5, 0))),
            late = HistoryPoint.Of(new Mark(1, new Position(9, 0)));
        HistoryQuery forth = HistoryQuery.Between(s_target, early, late, 5),
            back = HistoryQuery.Between(s_target, late, early, 5);
        Assert.Equal((early, late, false), (forth.Lower, forth.Upper, forth.TakesNewest));
        Assert.Equal((early, late, true), (back.Lower, back.Upper, back.TakesNewest));
        Assert.True(HistoryQuery.Between(s_target, HistoryPoint.Of(9), HistoryPoint.Of(5), 5).TakesNewest);
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(5, 2, 3)]
    [InlineData(1000, 500, 500)]
    public void Around_is_half_before_and_the_rest_from_the_place_on(int limit, int before, int from)
    {
        var (earlier, later) = HistoryQuery.Around(s_target, HistoryPoint.Of(7), limit);
        Assert.Equal((before, from), (earlier?.Limit ?? 0, later.Limit));
        HistoryPage all = HistoryPage.Around(
            earlier is null ? null : new([Said.Message(new Mark(1, default), 6, null)], true),
            new([Said.Message(new Mark(2, default), 7, null)], false));
        Assert.Equal(before == 0 ? [7] : [6, 7], all.Messages.Select(m => m.Time));
        Assert.Equal(before > 0, all.HasMore);
    }
}
