using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Wire;

/// <summary>
/// A log that an older build wrote, entry by entry in base64: root, two leaves and four clients of the first 0.1.0. Its
/// records had fewer fields. Every later build reads it and comes to the same network.
/// </summary>
public class GoldenLogTests
{
    private static readonly string[] s_log = File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Wire", "log-of-0.1.0.txt"));

    [Fact]
    public void Every_entry_of_an_older_build_counts()
    {
        Network net = Replayed();
        Assert.Equal((ulong)s_log.Length, net.Seq);
        Assert.Equal(1795368193ul, net.Epoch);
        Assert.Equal("root-1", net.RootNode);
        Assert.Equal("IrcNats", net.Config.NetworkName);
        Assert.Equal(new Limits().MessageTargets, net.Config.Limits.MessageTargets);
    }

    [Fact]
    public void Users_and_channels_are_as_they_were()
    {
        Network net = Replayed();
        Assert.Equal(["alice", "carol", "robert"], net.Users.Select(u => u.Nick).Order());
        User robert = net.FindUser("robert")!;
        Assert.Equal("robert!bob@127.0.0.1", robert.Hostmask);
        Assert.Equal("out", robert.Away);
        Assert.True(robert.Has(UserModes.Wallops));
        Assert.Equal("Alice of the log", net.FindUser("alice")!.Realname);

        Channel dev = net.FindChannel("#dev")!;
        Assert.Equal("how it all began", dev.Topic!.Text);
        Assert.Equal(("secret", 10), (dev.Key, dev.Limit));
        Assert.Equal(["*!*@bad.example"], dev.Bans.Select(b => b.Mask));
        Assert.Equal(MemberModes.Voice, net.FindMember("#dev", robert.Id)!.Value.Modes);
        Assert.Null(net.FindMember("#dev", net.FindUser("carol")!.Id));
        Assert.NotNull(net.LastMessage("#dev"));
        Assert.Equal(["carol"], net.MembersOf("#other").Keys.Select(id => net.FindUser(id)!.Nick));
    }

    [Fact]
    public void Saved_and_loaded_again_it_is_the_same_network()
    {
        Network net = Replayed();
        Assert.Equal(Codec.Digest(net), Codec.Digest(Network.Load(net.Save())));
    }

    private static Network Replayed()
    {
        Network net = new();
        foreach (var (index, line) in s_log.Index())
        {
            Assert.True(Codec.TryDecode(Convert.FromBase64String(line), out Entry? entry, out string? error), error);
            Replay.Apply(net, (ulong)index + 1, entry!);
        }

        return net;
    }
}
