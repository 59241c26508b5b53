using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class TimeTests
{
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;

    [Theory]
    [InlineData(0, "d6ff 00000000")]
    [InlineData(uint.MaxValue * TicksPerSecond, "d6ff ffffffff")]
    [InlineData((uint.MaxValue + 1L) * TicksPerSecond, "d7ff 0000000100000000")]
    [InlineData(1, "d7ff 0000019000000000")]
    [InlineData(TicksPerSecond - 1, "d7ff ee6b267000000000")]
    [InlineData((1L << 34) * TicksPerSecond - TicksPerSecond, "d7ff 00000003ffffffff")]
    [InlineData((1L << 34) * TicksPerSecond, "c70cff 00000000 0000000400000000")]
    [InlineData(-TicksPerSecond, "c70cff 00000000 ffffffffffffffff")]
    [InlineData(-1, "c70cff 3b9ac99c ffffffffffffffff")]
    public void A_time_takes_the_shortest_timestamp(long ticksSince1970, string hex) =>
        Same(DateTime.UnixEpoch.AddTicks(ticksSince1970), hex);

    [Fact]
    public void The_first_and_last_time_there_are_survive()
    {
        Same(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), "c70cff 00000000 fffffff1886e0900");
        Same(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), "c70cff 3b9ac99c 0000003afff4417f");
    }

    [Fact]
    public void A_time_is_read_as_UTC_and_an_unspecified_one_counts_as_UTC()
    {
        Writes(new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Unspecified), "d6ff00000001");
        Assert.Equal(DateTimeKind.Utc, MessagePackSerializer.Deserialize<DateTime>(Bytes("d6ff00000001")).Kind);
    }

    [Fact]
    public void A_local_time_is_written_in_UTC()
    {
        var utc = new DateTime(2020, 6, 1, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal(MessagePackSerializer.Serialize(utc), MessagePackSerializer.Serialize(utc.ToLocalTime()));
    }

    [Fact]
    public void A_timestamp_may_come_in_a_longer_header()
    {
        Reads("c704ff 00000001", DateTime.UnixEpoch.AddSeconds(1));
        Reads("c708ff 0000000000000001", DateTime.UnixEpoch.AddSeconds(1));
    }

    [Theory]
    [InlineData("c703ff 000001")]
    [InlineData("d601 00000001")]
    [InlineData("c70cff 00000000 7fffffffffffffff")]
    [InlineData("c70cff 00000000 8000000000000000")]
    [InlineData("c0")]
    [InlineData("05")]
    public void What_is_no_timestamp_is_refused(string hex) => Refuses<DateTime>(hex);

    [Fact]
    public void A_time_with_an_offset_is_its_clock_and_the_minutes()
    {
        Same(new DateTimeOffset(1970, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), "92 d6ff00001c20 78");
        Same(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(-90)), "92 d6ff00000000 d0a6");
        Refuses<DateTimeOffset>("93 d6ff00000000 00 00");
        Refuses<DateTimeOffset>("92 d6ff00000000 cd7000");
        Refuses<DateTimeOffset>("c0");
    }

    [Fact]
    public void A_time_span_is_its_ticks()
    {
        Same(TimeSpan.FromSeconds(1), "ce00989680");
        Same(TimeSpan.FromTicks(-1), "ff");
    }
}
