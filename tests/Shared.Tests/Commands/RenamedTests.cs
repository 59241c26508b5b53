using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

public class RenamedTests
{
    /// <summary>A client without draft/channel-rename reads its own PART and JOIN: their account tag is its own, and
    /// not that of the person who renamed the channel.</summary>
    [Fact]
    public void A_member_who_is_shown_PART_for_a_rename_is_its_source()
    {
        TestNetwork network = new();
        User alice = network.Add("alice"), bob = network.Add("bob");
        network.Do(alice, "JOIN #a");
        network.Do(bob, "JOIN #a");
        Told told = new();
        new ChannelRenamed("#a", "#b", alice.Id, "better").Announce(network.Net, told);
        Assert.Equal(
            [(alice.Id, alice.Id), (bob.Id, bob.Id)],
            told.Users.Where(u => u.What.Line.Command == "PART").OrderBy(u => u.User.Value)
                .Select(u => (u.User, u.What.From!.Id)));
    }

    private sealed class Told : Audience
    {
        public List<(UserId User, Announcement What)> Users { get; } = [];

        public override Stamp Stamp => default;

        public override void User(UserId user, Announcement what) => Users.Add((user, what));

        public override void Channel(
            string channel, Announcement what, UserId? except = null, MemberModes atLeast = MemberModes.None) { }

        public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false) { }

        public override void Watchers(string nick, Numeric what, string shown) { }

        public override void BeginBatch(string type, params string[] args) { }

        public override void EndBatch() { }

        public override void Leave(IReadOnlyList<UserId> users) { }

        public override void Close(UserId user, string reason) { }

        public override void Close(UserId user, SessionId session, string reason) { }
    }
}
