using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;
using IrcNats.Root.Config;

namespace IrcNats.Integration.Tests.Root;

public class UnitsTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("2m30s", 150_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1w", 604_800_000)]
    [InlineData("1h500ms", 3_600_500)]
    [InlineData("0s", 0)]
    [InlineData("0", 0)]
    [InlineData("1y", 31_536_000_000)]
    [InlineData("1mo2d5m", 2_765_100_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2.0s", 2000)]
    public void Durations_are_read(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out long read));
        Assert.Equal(milliseconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1years")]
    [InlineData("1.h.s")]
    [InlineData("1.5.5h")]
    [InlineData(".h")]
    [InlineData("1.")]
    [InlineData("101y")]
    [InlineData("99999999999999999999.5s")]
    [InlineData("99999999999999999999s")]
    [InlineData("9000000000000000000ms")]
    [InlineData("5000w5000w5000w")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("96k", 96 * 1024)]
    [InlineData("1M", 1 << 20)]
    [InlineData("3g", 3L << 30)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(Size.TryParse(text, out long read));
        Assert.Equal(bytes, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("96x")]
    [InlineData("-1k")]
    [InlineData("1.5k")]
    [InlineData("1kb")]
    [InlineData("99999999999k")]
    public void What_is_no_size_is_refused(string text) => Assert.False(Size.TryParse(text, out _));

    [Property]
    public Property What_is_shown_is_read_as_the_same() => Prop.ForAll(
        ArbMap.Default.ArbFor<uint>(),
        number => Duration.TryParse(Duration.Show(number), out long span) && span == number
            && Size.TryParse(Size.Show(number), out long bytes) && bytes == number);
}
