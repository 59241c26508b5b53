using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Events;
using IrcNats.State;
using IrcNats.Tests.Commands;

namespace IrcNats.Tests.State;

/// <summary>How masks and extended bans are read, completed and refused.</summary>
public sealed class ListMaskTests
{
    private static readonly Limits s_limits = new();

    [Theory]
    [InlineData("bob", "bob!*@*")]
    [InlineData("m:bob", "m:bob!*@*")]
    [InlineData("m:*!*@host", "m:*!*@host")]
    [InlineData("n:**", "n:*!*@*")]
    [InlineData("R:bob", "R:bob")]
    [InlineData("R:**", "R:*")]
    [InlineData("r:*free??crypto*", "r:*free??crypto*")]
    [InlineData("c:@#staff", "c:@#staff")]
    [InlineData("m:r:*x*", "m:r:*x*")]
    [InlineData("m:t:90m:R:bob", "t:1h30m:m:R:bob")]
    [InlineData("t:60:bob", "t:1h:bob!*@*")]
    [InlineData("t:1d:bob", "t:1d:bob!*@*")]
    [InlineData("x:bob", "*!*@x:bob")]
    [InlineData("2001:db8::1", "*!*@2001:db8::1")]
    public void A_mask_is_completed_and_put_in_order(string text, string normal) =>
        Assert.Equal(normal, ListMask.Normalize(text, 'b', s_limits, out _));

    [Theory]
    [InlineData("m:", "An extended ban needs a mask")]
    [InlineData("t:30m:", "An extended ban needs a mask")]
    [InlineData("m:m:bob", "One action is enough")]
    [InlineData("m:n:bob", "One action is enough")]
    [InlineData("t:bob", "A time is such as 30m, 12h or 7d")]
    [InlineData("t:0:bob", "A time is such as 30m, 12h or 7d")]
    [InlineData("t:5x:bob", "A time is such as 30m, 12h or 7d")]
    [InlineData("t:1h:t:1h:bob", "A time is such as 30m, 12h or 7d")]
    [InlineData("c:staff", "c: needs a channel")]
    [InlineData("c:#st*ff", "c: needs a channel")]
    public void What_is_wrong_is_said(string text, string fault)
    {
        Assert.Null(ListMask.Normalize(text, 'b', s_limits, out string why));
        Assert.Equal(fault, why);
    }

    [Fact]
    public void An_invite_exception_forbids_nothing()
    {
        Assert.Null(ListMask.Normalize("m:bob", 'I', s_limits, out _));
        Assert.Equal("t:1h:R:bob", ListMask.Normalize("t:1h:R:bob", 'I', s_limits, out _));
    }

    [Property]
    public Property Any_text_is_a_mask_or_refused_with_a_reason() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text => ListMask.Normalize(text.Get, 'b', s_limits, out string why) is not null || why.Length > 0);

    [Property]
    public Property A_complete_mask_stays_as_it_is() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("t:", "30m:", "m:", "n:", "r:", "R:", "c:", "#x", "bob", "*", "!", "@", ":", "5"))
            .Select(string.Concat).ToArbitrary(),
        text => ListMask.Normalize(text, 'b', s_limits, out _) is not { } normal
            || normal == ListMask.Normalize(normal, 'b', s_limits, out _));

    [Theory]
    [InlineData("t:1h:m:bob!*@*", "m:bob!*@*")]
    [InlineData("t:1h:R:bob", "R:bob")]
    [InlineData("m:bob!*@*", "m:bob!*@*")]
    public void Without_its_time_it_is_the_same_mask(string mask, string rest) =>
        Assert.Equal(rest, ListMask.WithoutTime(mask));

    [Theory]
    [InlineData("*!*@192.0.2.0/33", false)]
    [InlineData("*!*@192.0.2.0/024", false)]
    [InlineData("*!*@192.0.2.0/", false)]
    [InlineData("*!*@192.0.2/24", false)]
    [InlineData("t:1h:m:!s:*!*@300.0.0.0/8", false)]
    [InlineData("*!*@2001:db8::/129", false)]
    [InlineData("*!*@192.0.2.0/24", true)]
    [InlineData("*!*@2001:db8::/32", true)]
    [InlineData("*!*@192.0.2.0", true)]
    [InlineData("*!*@gateway/web/x-192.0.2.0/33", true)]
    [InlineData("*!*@face/book", true)]
    [InlineData("r:192.0.2.0/33", true)]
    [InlineData("c:#192.0.2.0/33", true)]
    public void A_network_of_addresses_that_is_none_is_not_added(string mask, bool isFit) =>
        Assert.Equal(isFit, ListMask.FaultToAdd(mask) is null);

    [Fact]
    public void One_that_is_on_a_list_already_is_taken_off()
    {
        TestNetwork network = new();
        User alice = network.Add("alice");
        network.Apply(new ChannelJoined("#c", alice.Id, MemberModes.Operator) { Created = ChannelModes.None });
        network.Apply(new ChannelModesChanged("#c", alice.Id, [new ModeChange(true, 'b', "*!*@192.0.2.0/33", null)]));
        Assert.Empty(network.Do(alice, "MODE #c -b 192.0.2.0/33"));
        Assert.Empty(network.Net.FindChannel("#c")!.Bans);
    }
}
