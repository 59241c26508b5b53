using IrcNats.Events;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Benchmarks;

/// <summary>Networks of any size, every user in two channels.</summary>
static class SampleNetwork
{
    public const long Now = 1_700_000_000_000;

    public static Network With(int users, int channels)
    {
        Network net = new();
        Apply(net, new RootElected(1, "root-1"));
        Apply(net, new ConfigChanged(TestConfig.Public));
        for (int i = 1; i <= users; i++)
        {
            UserId id = net.NextUser;
            string address = $"192.0.2.{i % 256}";
            Apply(net, new UserRegistered(new User
            {
                Id = id, Nick = $"user{i}", Username = "~u", Host = address, Address = address,
                Realname = "Somebody Somewhere", Session = new SessionId("leaf-1", 1, (ulong)i),
            }));
            Join(net, ChannelOf(i % channels), id);
            Join(net, ChannelOf((i + 1) % channels), id);
        }

        return net;
    }

    public static string ChannelOf(int number) => $"#channel-{number}";

    private static void Join(Network net, string channel, UserId user) =>
        Apply(net, new ChannelJoined(channel, user, MemberModes.None)
        {
            Created = net.FindChannel(channel) is null ? ChannelModes.None : null,
        });

    /// <summary>As the next entry of the log.</summary>
    public static void Apply(Network net, Event happened) =>
        net.Apply(new Stamp(new Position(net.Seq + 1, 0), 1, Now), happened);
}
