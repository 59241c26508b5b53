using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>+F: what is counted and remembered. The transcripts Modes/flood.irc and so on have the rest.</summary>
public sealed class FloodTests
{
    private readonly TestNetwork _network = new();
    private readonly User _alice, _bob;

    public FloodTests()
    {
        (_alice, _bob) = (_network.Add("alice"), _network.Add("bob"));
        _network.Do(_alice, "JOIN #dev");
        _network.Do(_bob, "JOIN #dev");
    }

    [Theory]
    [InlineData("normal"), InlineData("lines=8:10:mute:5m,repeat=3:1m:kick"), InlineData("joins=1:1:ban")]
    [InlineData("lines=1000:3600:ban:30d,repeat=1000:3600:mute:30d,joins=1000:3600:registered:30d")]
    [InlineData(""), InlineData("lines"), InlineData("lines=1:1,"), InlineData("lines=1:1:kick:5m")]
    [InlineData("lines=+1:1"), InlineData("lines=1:1:mute:31d"), InlineData("lines=1:1:mute:1ms")]
    public void What_is_shown_is_read_again_as_the_same(string text)
    {
        if (FloodProfile.Parse(text) is { } profile) Assert.Equal(profile, FloodProfile.Parse(profile.ToString()));
        else _network.Do(_alice, $"MODE #dev +F :{text}");
        Assert.Null(_network.Net.FindChannel("#dev")!.Flood);
    }

    [Fact]
    public void Each_line_of_a_message_of_several_counts()
    {
        _network.Do(_alice, "MODE #dev +F lines=3:10");
        Assert.IsType<MultilineSent>(Assert.Single(Say(_bob, ("a", false), ("b", false), ("c", true)).Events));
        Decision more = Say(_bob, ("d", false), ("e", false));
        Assert.Empty(more.Events);
        Assert.Equal("404", Assert.Single(more.Replies).Command);
        Assert.Single(Say(_bob, ("d", false)).Events);
    }

    [Fact]
    public void Lines_that_take_turns_are_repeated_too_but_only_a_few_are_remembered()
    {
        _network.Do(_alice, "MODE #dev +F repeat=2:60");
        for (int round = 0; round < 2; round++)
            foreach (string word in (string[])["buy", "sell"]) Assert.Single(Say(_bob, (word, false)).Events);
        Assert.Empty(Say(_bob, ("Buy", false)).Events);
        for (int i = 0; i < 100; i++) Say(_bob, ($"{i}", false));
        Assert.Equal(Talker.Remembered, _network.Net.TalkerOf("#dev", _bob.Id).Recent.Count);
    }

    [Fact]
    public void Strangers_who_talk_into_a_channel_are_not_remembered_without_end()
    {
        _network.Do(_alice, "MODE #dev -n+F lines=5:60");
        _network.Do(_bob, "PRIVMSG #dev :hi");
        for (int i = 0; i < 1000; i++) _network.Do(_network.Add($"n{i}"), "PRIVMSG #dev :hi");
        IReadOnlyList<TalkerRow> kept = Assert.Single(_network.Net.Save().Channels).Talkers!;
        Assert.InRange(kept.Count, 1, 2 * 2 + 64);
        Assert.Contains(kept, row => row.User == _bob.Id);
        _network.Do(_alice, "MODE #dev -F");
        Assert.Null(Assert.Single(_network.Net.Save().Channels).Talkers);
    }

    [Fact]
    public void The_server_leaves_half_of_the_lists_to_the_channels_operators()
    {
        _network.Do(_alice, "MODE #dev +F lines=1:60:ban");
        int most = _network.Net.Config.Limits.ListModes;
        for (int i = 0; i < most; i++)
        {
            User clone = _network.Add($"n{i}");
            _network.Apply(new HostChanged(clone.Id, "u", $"h{i}.test"));
            clone = _network.Net.FindUser(clone.Id)!;
            _network.Do(clone, "JOIN #dev");
            _network.Do(clone, "PRIVMSG #dev :buy");
            _network.Do(clone, "PRIVMSG #dev :now");
            Assert.Null(_network.Net.FindMember("#dev", clone.Id));
        }

        Assert.Equal((most + 1) / 2, _network.Net.FindChannel("#dev")!.Bans.Count);
    }

    [Fact]
    public void The_next_root_counts_on()
    {
        _network.Do(_alice, "MODE #dev +F lines=1:60");
        _network.Do(_bob, "PRIVMSG #dev :one");
        Network next = Network.Load(_network.Net.Save());
        Assert.Equal(_network.Net.Save().Channels[0].Talkers, next.Save().Channels[0].Talkers);
        Assert.Equal(1, next.TalkerOf("#DEV", _bob.Id).Lines);
    }

    [Fact]
    public void The_documentation_has_the_profiles()
    {
        string page = File.ReadAllText(Path.Combine(House.Sources.Root, "docs", "clients.md"));
        Assert.All(FloodProfile.Named, p => Assert.Contains($"| {p.Name} | `{p.Limits}` |", page));
        Assert.All(FloodProfile.Named, p => Assert.NotNull(FloodProfile.Parse(p.Name)));
    }

    private Decision Say(User by, params (string Text, bool Concat)[] parts)
    {
        Decision decided = Message.HandleBatch(
            _network.Net, new Caller(by, TestNetwork.Now),
            new ClientBatch(1, null, "PRIVMSG", "#dev", "", [.. parts.Select(p => new MessagePart(p.Text, p.Concat))]));
        foreach (Event happened in decided.Events) _network.Apply(happened);
        return decided;
    }
}
