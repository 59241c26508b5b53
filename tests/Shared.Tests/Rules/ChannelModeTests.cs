using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;
using Arbitrary = IrcNats.Tests.Protocol.Arbitrary;

namespace IrcNats.Tests.Rules;

/// <summary>MODE on channels: what holds for every line, and its bounds.</summary>
public sealed class ChannelModeTests
{
    private readonly TestNetwork _network = new();
    private readonly User _alice;

    public ChannelModeTests()
    {
        _alice = _network.Add("alice");
        _network.Do(_alice, "JOIN #dev");
        _network.Do(_alice, "JOIN #staff");
        _network.Do(_network.Add("bob"), "JOIN #dev");
    }

    [Property]
    public Property Every_change_told_is_a_change() =>
        Prop.ForAll(Requests().ToArbitrary(), request =>
        {
            foreach (ChannelModesChanged changed in Decide(request).Events.Cast<ChannelModesChanged>())
                foreach (ModeChange change in changed.Changes)
                {
                    string before = Show();
                    _network.Apply(changed with { Changes = [change] });
                    if (before == Show()) return false;
                }

            return true;
        });

    [Property]
    public Property Every_line_told_fits() =>
        Prop.ForAll(Requests().ToArbitrary(), request =>
        {
            Decision decision = Decide(request);
            foreach (Event happened in decision.Events) _network.Apply(happened);
            return decision.Replies.All(reply => reply.BodyLength(_network.Net.Config.ServerName) <= Limits.LineLen)
                && decision.Events.Cast<ChannelModesChanged>().All(e => LineOf(e).BodyLength("") <= Limits.LineLen);
        });

    [Fact]
    public void Masks_that_grow_beyond_a_line_are_told_in_several()
    {
        string masks = string.Join(' ', Enumerable.Range(10, 13).Select(i => new string('x', 32) + i));
        Decision decision = Decide($"+{new string('b', 13)} {masks}");
        Assert.Equal(2, decision.Events.Count);
        Assert.Equal(13, decision.Events.Cast<ChannelModesChanged>().Sum(e => e.Changes.Count));
    }

    [Fact]
    public void Parameters_beyond_MODES_are_passed_over()
    {
        TestNetwork few = new(new NetworkConfig { Limits = new Limits { ModesPerCommand = 3 } });
        User alice = few.Add("alice");
        few.Do(alice, "JOIN #dev");
        few.Do(alice, "MODE #dev +bbbb+m a b c d");
        Assert.Equal(["a!*@*", "b!*@*", "c!*@*"], few.Net.FindChannel("#dev")!.Bans.Select(b => b.Mask));
        Assert.True(few.Net.FindChannel("#dev")!.Has(ChannelModes.Moderated));
    }

    [Fact]
    public void The_lists_together_hold_MAXLIST_masks()
    {
        for (int i = 0; i < 100; i++)
            Assert.Empty(_network.Do(_alice, $"MODE #dev +{"beI"[i % 3]} n{i}"));
        Line full = Assert.Single(_network.Do(_alice, "MODE #dev +bb one two"));
        Assert.Equal(Numeric.ERR_BANLISTFULL.For("alice", "#dev", "b"), full);
        Assert.Empty(_network.Do(_alice, "MODE #dev -b+e n0 one"));
    }

    [Fact]
    public void A_list_asked_for_many_times_is_shown_once()
    {
        _network.Do(_alice, "MODE #dev +b mallory");
        Assert.Equal(2, _network.Do(_alice, $"MODE #dev +{new string('b', 400)}").Count);
    }

    private Decision Decide(string request) => CommandTable.Decide(
        _network.Net,
        new Caller(_network.Net.FindUser(_alice.Id)!, TestNetwork.Now),
        Line.Parse($"MODE #dev {request}"));

    private Line LineOf(ChannelModesChanged changed) =>
        new(_alice.Hostmask, "MODE", [changed.Channel, .. ModeChange.Show(changed.Changes)]);

    /// <summary>The channel and its members, as text that differs whenever they do.</summary>
    private string Show()
    {
        Channel channel = _network.Net.FindChannel("#dev")!;
        IEnumerable<string> lists = "beI".Select(l => string.Join(' ', channel.ListOf(l).Select(e => e.Mask)));
        IEnumerable<string> members = _network.Net.MembersOf("#dev").Select(m => $"{m.Key}={m.Value.Modes}");
        string parameters = $"{channel.Key} {channel.Limit} {channel.Forward} {channel.Throttle} {channel.SlowMode}";
        return string.Join('|', [$"{channel.Modes} {parameters}", .. lists, .. members]);
    }

    /// <summary>Mostly sensible, with unknown letters, missing and bad parameters among them.</summary>
    private static Gen<string> Requests() =>
        from letters in Arbitrary.Text("+-+-+-beIdfjkl" + ChannelModeTable.Letters(ModeKind.Flag) + "ovhqx", 20)
        from count in Gen.Choose(0, 8)
        from parameters in Gen.ArrayOf(Gen.Elements(
            "alice", "bob", "nobody", "mallory", "*!*@*.spam.example", "sesame", "5", "0", "5:10", "#staff",
            "m:bob", "t:1h:n:r:x", "R:", "c:#staff", "t:m:", new string('y', 190)), count)
        select $"+{letters} {string.Join(' ', parameters)}";
}
