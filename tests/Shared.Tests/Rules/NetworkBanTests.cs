using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Rules;

/// <summary>Bans of the network at the root: who is ended when, who does not come in, what is noted.</summary>
public sealed class NetworkBanTests
{
    private const int Raiders = 1000;

    private readonly RootAlone _root = new();

    private Network Net => _root.Network;

    // As many as a queue bears are ended with the ban; the others follow at their pace, and nobody else.
    [Fact]
    public void Of_a_crowd_the_first_are_ended_at_once_and_the_others_one_after_the_other()
    {
        for (int i = 0; i < Raiders; i++) _root.Register($"raider{RootAlone.Number(i)}", RootAlone.Address(i));
        _root.Operator("root");
        _root.Register("bystander", "192.0.2.1");
        _root.Ask(Raiders + 1, "UBAN ADD 198.51.0.0/16 FORCE :raid");
        Assert.Contains("256 of 1000 users are ended", _root.LastAnswer());
        Assert.Equal(Raiders + 2 - BanSetting.EndedAtOnce, Net.Users.Count);

        _root.Pass(1000);
        Assert.InRange(Net.Users.Count, 300, 700);
        _root.Pass(6000);
        Assert.Equal(["bystander", "root"], Net.Users.Select(u => u.Nick).Order());
        Assert.All(
            _root.Entries.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<UsersBanned>(),
            ended => Assert.InRange(ended.Users.Count, 1, BanSetting.UsersPerEvent));
    }

    // The root that set the ban is gone: the next one ends the others.
    [Fact]
    public void Another_root_goes_on_with_it()
    {
        for (int i = 0; i < Raiders; i++) _root.Register($"raider{RootAlone.Number(i)}", RootAlone.Address(i));
        _root.Operator("root");
        _root.Ask(Raiders + 1, "DLINE FORCE 198.51.0.0/16 raid");
        Writer next = new(Network.Load(Net.Save()), _root);
        for (int i = 0; i < 100; i++) next.Tick(_root.Now += 100);
        Assert.Equal(["root"], next.Network.Users.Select(u => u.Nick));
    }

    [Fact]
    public void Who_is_banned_does_not_register_and_is_not_resumed()
    {
        _root.Register("alice", "198.51.100.1", resume: "token");
        _root.Operator("root");
        _root.Ask(2, "KLINE FORCE *!*@*.isp.example spam");
        _root.Ask(2, "DLINE 203.0.113.7 open proxy");
        _root.Open(new SessionOpened(9, "bob", "u", "", "dsl.isp.example", "192.0.2.9", false, null));
        Assert.Contains("You are banned from this network: spam", _root.LastAnswer());
        _root.Open(new SessionOpened(9, "bob", "u", "", "x.example", "203.0.113.7", false, null) { Resumes = "token" });
        Assert.Contains("You are banned from this network: open proxy", _root.LastAnswer());
        Assert.Equal(["alice", "root"], Net.Users.Select(u => u.Nick).Order());
    }

    // The exemption is stronger than any ban; without it whoever is there is looked at again.
    [Fact]
    public void Who_is_exempt_comes_and_stays_until_that_is_over()
    {
        _root.Operator("root");
        _root.Ask(1, "DLINE REQUIRE-SASL 198.51.100.0/24 spam");
        _root.Register("bob", "198.51.100.7");
        Assert.Contains("FAIL * ACCOUNT_REQUIRED", _root.LastAnswer());
        _root.Ask(1, "UBAN ADD 198.51.100.7 EXEMPT");
        _root.Register("bob", "198.51.100.7");
        _root.Ask(1, "DLINE FORCE 198.51.100.0/24 spam");
        Assert.Contains("0 users are ended (exempt from it: 198.51.100.7)", _root.LastAnswer());
        _root.Pass(2000);
        Assert.Equal(["bob", "root"], Net.Users.Select(u => u.Nick).Order());
        _root.Ask(1, "UNDLINE 198.51.100.7");
        _root.Pass(2000);
        Assert.Equal(["root"], Net.Users.Select(u => u.Nick));
    }

    [Fact]
    public void A_ban_is_over_when_its_time_is_and_so_is_that_of_each_replica()
    {
        _root.Operator("root");
        _root.Ask(1, "KLINE 10s eve later");
        _root.Pass(9000);
        Assert.Equal(1, Net.Bans.Count);
        _root.Pass(2000);
        Assert.Equal(0, Net.Bans.Count);
        Network replica = new();
        Replay.Apply(replica, 1, Writer.Election(replica, "root", TestConfig.Public, TestNetwork.Now));
        foreach (var (index, entry) in _root.Entries.Index()) Replay.Apply(replica, (ulong)index + 2, entry);
        Assert.Equal(0, replica.Bans.Count);
        Assert.Equal(Codec.Digest(Net), Codec.Digest(replica));
    }

    [Fact]
    public void Acts_are_noted_before_what_they_do_and_the_newest_are_kept()
    {
        _root.Operator("root");
        for (int i = 0; i <= AuditTrail.Most; i++)
            _root.Ask(1, $"KLINE eve{RootAlone.Number(i)} :reason {RootAlone.Number(i)}");
        Assert.Equal(AuditTrail.Most, Net.Audit.Acts.Count);
        OperAct newest = Net.Audit.Acts.Last();
        Assert.Equal(
            ("root!u@x.example", "root", "KLINE", $"eve{RootAlone.Number(AuditTrail.Most)}!*@*"),
            (newest.By, newest.Oper, newest.Verb, newest.Target));
        Assert.Equal("eve1!*@*", Net.Audit.Acts.First().Target);
        Assert.Equal(Net.Audit.Acts, Network.Load(Net.Save()).Audit.Acts);
    }
}
