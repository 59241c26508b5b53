using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>
/// What stands in the log without being the elected root's, and what that root wrote behind it, is passed over by every
/// replica: a root that was replaced may still slip an entry in.
/// </summary>
public sealed class ForeignEntryTests
{
    private readonly Network _net = new();
    private ulong _elected;

    public ForeignEntryTests() => Elect("root-1");

    [Fact]
    public void An_entry_of_an_earlier_root_does_not_count()
    {
        ulong earlier = _elected;
        Elect("root-2");
        Append(earlier, "alice");
        Assert.Null(_net.FindUser("alice"));
        Assert.Equal(3UL, _net.Seq);
    }

    [Fact]
    public void Behind_what_cannot_be_read_nothing_counts_until_the_next_election()
    {
        _net.Skip(2);
        Append(_elected, "alice");
        Assert.Null(_net.FindUser("alice"));
        Assert.Equal(2UL, _net.InterruptedAt);

        Elect("root-2");
        Append(_elected, "alice");
        Assert.NotNull(_net.FindUser("alice"));
        Assert.Null(_net.InterruptedAt);
    }

    [Fact]
    public void Behind_an_entry_of_an_earlier_root_that_slipped_in_nothing_counts_either()
    {
        ulong earlier = _elected;
        Elect("root-2");
        Append(earlier, "alice");
        Append(_elected, "bob");
        Assert.Empty(_net.Users);
        Assert.Equal(4UL, _net.Seq);
    }

    [Fact]
    public void An_election_with_no_newer_epoch_does_not_count()
    {
        Outcome outcome = new(1000, null, [new RootElected(_elected, "root-2")], []);
        Replay.Apply(_net, 2, new Entry(Payload.FormatVersion, _elected, [outcome]));
        Assert.Equal("root-1", _net.RootNode);
    }

    [Fact]
    public void An_entry_without_events_does_not_count()
    {
        Replay.Apply(_net, 2, new Entry(Payload.FormatVersion, _elected, []));
        Assert.Equal(2UL, _net.InterruptedAt);
    }

    [Fact]
    public void A_replica_from_a_snapshot_knows_that_the_log_was_interrupted()
    {
        _net.Skip(2);
        Network later = Network.Load(_net.Save());
        Assert.Equal(_net.InterruptedAt, later.InterruptedAt);
    }

    private void Elect(string node)
    {
        Entry election = Writer.Election(_net, node, TestConfig.Public, 1000);
        Replay.Apply(_net, _net.Seq + 1, election);
        _elected = election.Epoch;
        Assert.Equal(node, _net.RootNode);
    }

    private void Append(ulong epoch, string nick)
    {
        User user = new()
        {
            Id = _net.NextUser, Nick = nick, Username = nick, Host = "h", Realname = nick, Address = "h",
            Session = new SessionId("leaf-1", 1, _net.NextUser.Value),
        };
        Outcome outcome = new(1000, null, [new UserRegistered(user)], []);
        Replay.Apply(_net, _net.Seq + 1, new Entry(Payload.FormatVersion, epoch, [outcome]));
    }
}
