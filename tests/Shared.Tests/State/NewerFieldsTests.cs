using System.Collections;
using System.Reflection;
using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.State;

/// <summary>
/// While builds of the first level (0.1.0) may be about, no replica keeps what those lose: whether it followed, or
/// began with an older build's snapshot, it has the same state when the level is raised.
/// </summary>
public sealed class NewerFieldsTests
{
    private const long Now = 1_800_000_000_000;

    // The last number of each record of the state in 0.1.0. Configurations are logged again with the level.
    private static readonly Dictionary<Type, int> s_first = new()
    {
        [typeof(UserRow)] = 2, [typeof(User)] = 21, [typeof(Oper)] = 1, [typeof(MetadataItem)] = 1,
        [typeof(InviteRow)] = 1, [typeof(ChannelRow)] = 2, [typeof(Channel)] = 14, [typeof(Topic)] = 2,
        [typeof(ListEntry)] = 3, [typeof(JoinThrottle)] = 3, [typeof(MemberRow)] = 1, [typeof(Member)] = 3,
        [typeof(Whowas)] = 5, [typeof(LeafRow)] = 6, [typeof(Effect)] = 2, [typeof(Trial)] = 3,
    };

    [Fact]
    public void At_the_first_level_nothing_newer_is_kept()
    {
        Network net = Begin();
        Happen(net);
        AssertOlder(net.Save().Users);
        AssertOlder(net.Save().Channels);
        AssertOlder(net.Save().Leaves);
        Assert.Empty(net.Save().Redacted);
        Assert.Empty(net.Save().RedactedBy);
    }

    [Fact]
    public void From_the_second_on_it_is()
    {
        Network net = Begin();
        Apply(net, new LevelRaised(2));
        Happen(net);
        User dave = net.FindUser("dave")!;
        Assert.Equal(("name.test", "cloak.test", Via.Tor), (dave.Hostname, dave.Cloak, dave.Via));
        Assert.Single(dave.Targets);
        Assert.Equal(Now, dave.SentAwayAt);
        Assert.Single(dave.Further);
        Channel channel = net.FindChannel("#new")!;
        Assert.Equal(Now, channel.KnockedAt);
        Assert.Single(channel.FormerNames);
        Assert.Equal(("staff.test", true), (dave.Oper!.Host, dave.Oper.IsHidden));
        Assert.Equal([new Position(1, 2)], net.Save().Redacted);
    }

    private static Network Begin() => Network.Load(Codec.DecodeSnapshot(Convert.FromBase64String(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "State", "snapshot-of-0.1.0.txt")))));

    // One of everything that writes a newer field.
    private static void Happen(Network net)
    {
        User alice = net.FindUser("alice")!;
        User dave = new()
        {
            Id = net.NextUser, Nick = "dave", Username = "dave", Host = "dave.test", Realname = "Dave",
            Address = "192.0.2.9", Session = new SessionId("leaf-9", 9, 9),
            Hostname = "name.test", Cloak = "cloak.test", Via = Via.Tor,
        };
        Apply(net, new UserRegistered(dave));
        Apply(net, new DirectMessage("PRIVMSG", alice.Id, dave.Id, "hello", null) { TargetDue = Now + 1 });
        Apply(net, new ChannelKnocked("#dev", dave.Id, null));
        Apply(net, new ChannelRenamed("#dev", "#new", alice.Id, ""));
        Apply(net, new OperGranted(dave.Id, new Oper("root", "is a server operator")
        {
            Host = "staff.test", HostBefore = "dave.test", IsHidden = true, Capabilities = OperCapabilities.Kill,
        }));
        Apply(net, new MessageRedacted("#new", null, alice.Id, Msgid.Of(new Position(1, 2), 1), null));
        Apply(net, new UserResumed(dave.Id, new SessionId("leaf-9", 9, 10), null, "192.0.2.9")
        {
            Hostname = "name.test", Via = Via.Tor,
        });
        Apply(net, new UserSentAway(dave.Id));
        Apply(net, new SessionAttached(dave.Id, new UserSession(new SessionId("leaf-9", 9, 11), "192.0.2.9")));
    }

    private static void Apply(Network net, Event happened) =>
        net.Apply(new Stamp(new Position(net.Seq + 1, 0), 1, Now), happened);

    // Of every record, fields above the first build's are as if they had never been written.
    private static void AssertOlder(object? value)
    {
        if (value is null or string) return;
        if (value is IEnumerable many)
        {
            foreach (object? one in many) AssertOlder(one);
            return;
        }

        if (value.GetType().GetCustomAttribute<MessagePackObjectAttribute>() is null) return;
        Assert.True(IsOld(value.GetType(), out int last), $"{value.GetType().Name} is new: see NewerFields");
        foreach (PropertyInfo property in value.GetType().GetProperties())
        {
            if (property.GetCustomAttribute<KeyAttribute>() is not { IntKey: { } key }) continue;
            object? field = property.GetValue(value);
            if (key <= last) AssertOlder(field);
            else Assert.True(IsUnset(field), $"{value.GetType().Name}.{property.Name} is {field}: see NewerFields");
        }
    }

    private static bool IsOld(Type type, out int last)
    {
        last = int.MaxValue;
        return type.Name is "UserId" or "SessionId" or "Position" || s_first.TryGetValue(type, out last);
    }

    private static bool IsUnset(object? field) => field switch
    {
        null => true,
        ICollection many => many.Count == 0,
        _ => field.Equals(Activator.CreateInstance(field.GetType())),
    };
}
