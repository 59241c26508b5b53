using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Tests.Rules;

/// <summary>A raid at the root: many come from many addresses, join channels and talk. One operator ends it.</summary>
public sealed class RaidTests
{
    private const int Raiders = 2000, Addresses = 200, Channels = 50, Minute = 60_000;

    private readonly RootAlone _root = new();

    private Network Net => _root.Network;

    [Fact]
    public void Two_verbs_end_it_and_nobody_else_goes()
    {
        _root.Register("bystander", "192.0.2.1");
        _root.Operator("root");
        for (int i = 0; i < Channels; i++) _root.Ask(1, $"JOIN #channel{RootAlone.Number(i)}");
        _root.Pass(10 * Minute);
        for (int i = 0; i < Raiders; i++) Raid(i);
        Assert.Equal(Raiders + 2, Net.Users.Count);

        _root.Ask(2, "LOCKDOWN 10m * :raid");
        _root.Ask(3, "PRIVMSG #channel0 :they cannot talk any more");
        Assert.Contains("the network is locked down", _root.LastAnswer());
        _root.Ask(2, "CLEAR * 5m 2m raid");
        Assert.Contains("512 of 2000 users of the last 5m are removed, and 200 addresses banned", _root.LastAnswer());
        _root.Pass(Minute);

        Assert.Equal(["bystander", "root"], Net.Users.Select(u => u.Nick).Order());
        Assert.Equal(Channels, Net.CountChannelsOf(Net.FindUser("bystander")!.Id));
        _root.Register("again", Address(7));
        Assert.Contains("banned from this network: raid", _root.LastAnswer());
        _root.Pass(2 * Minute);
        Assert.Equal("*", Assert.Single(Net.Bans.All).Target);
        Assert.Equal(2, Net.Audit.Acts.Count);
    }

    // Who joined long ago stays, and what was not done at once is done by the next line.
    [Fact]
    public void A_channel_is_cleared_of_those_who_came_lately()
    {
        _root.Register("owner", "192.0.2.1");
        _root.Operator("root");
        _root.Register("member", "192.0.2.3");
        _root.Ask(1, "JOIN #channel0");
        _root.Ask(3, "JOIN #channel0");
        _root.Pass(10 * Minute);
        for (int i = 0; i < 600; i++)
        {
            _root.Register($"raider{RootAlone.Number(i)}", Address(i));
            _root.Ask(4 + i, "JOIN #channel0");
        }

        _root.Ask(2, "CLEAR #channel0 5m :raid");
        Assert.Contains("512 of 600 users of the last 5m are removed; say it again", _root.LastAnswer());
        _root.Ask(2, "CLEAR #channel0 5m :raid");
        Assert.Contains("88 of 88 users", _root.LastAnswer());
        Assert.Equal(2, Net.MembersOf("#channel0").Count);
        Assert.All(_root.Events.OfType<MembersCleared>(), cleared => Assert.InRange(cleared.Users.Count, 1, 64));
    }

    private static string Address(int i) => RootAlone.Address(i % Addresses);

    private void Raid(int i)
    {
        _root.Register($"raider{RootAlone.Number(i)}", Address(i));
        string channel = $"#channel{RootAlone.Number(i % Channels)}";
        _root.Ask(3 + i, $"JOIN {channel}");
        _root.Ask(3 + i, $"PRIVMSG {channel} :join us");
    }
}
