using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>Lists of masks made by somebody who wants to be expensive: each nearly matches, at every place.</summary>
static class MaskParts
{
    private const int Bans = 100, Channels = 100, Listed = 20_000, Masks = 17, BatchLines = 100;

    private static readonly UserId s_alice = new(1), s_mallory = new(2);

    public static IEnumerable<Part> All() =>
    [
        new($"decide a PRIVMSG with {Bans} ordinary bans", Bans, () => Say(i => $"*!*@host{i}.example.net")),
        new($"decide a PRIVMSG with {Bans} bans m:r: that nearly match", Bans, () => Say(HostileRealname)),
        new($"decide a PRIVMSG with {Bans} bans that nearly match", Bans, () => Say(HostileHost)),
        new($"decide a batch of {BatchLines} lines with {Bans} bans m:r:", 1, SayInBatch),
        new($"decide a JOIN of {Channels} channels with {Bans} such bans each", 1, Join),
        new($"decide a NICK in {Channels} channels with {Bans} bans n:r: each", 1, Rename),
        new($"LIST with {Masks} masks that nearly match {Listed:N0} channels", 1, List),
        new($"WHO with a mask that nearly matches {Listed:N0} users", 1, Who),
    ];

    // As long as what it is compared with allows, and wrong at its end.
    private static string HostileRealname(int i) => "m:r:*" + new string('a', 70) + Number(i) + "b*";

    private static string HostileHost(int i) => "*!*@*" + new string('a', 30) + Number(i) + "b*";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static Action Say(Func<int, string> mask)
    {
        Network net = With(1, mask);
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        Line line = Line.Parse($"PRIVMSG {Name(0)} :what people say, some forty bytes of it");
        return () =>
        {
            for (int i = 0; i < Bans; i++) Passes(CommandTable.Decide(net, by, line));
        };
    }

    private static Action SayInBatch()
    {
        Network net = With(1, HostileRealname);
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        MessagePart[] parts = [.. Enumerable.Range(0, BatchLines).Select(i => new MessagePart(Number(i), false))];
        ClientBatch batch = new(1, null, "PRIVMSG", Name(0), "", parts);
        return () => Passes(Message.HandleBatch(net, by, batch));
    }

    private static Action Join()
    {
        Network net = With(Channels, i => HostileRealname(i)[2..], isIn: false);
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        Line[] lines = [.. Enumerable.Range(0, Channels).Select(i => Line.Parse($"JOIN {Name(i)}"))];
        return () =>
        {
            foreach (Line line in lines) Passes(CommandTable.Decide(net, by, line));
        };
    }

    private static Action Rename()
    {
        Network net = With(Channels, i => "n" + HostileRealname(i)[1..]);
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        Line line = Line.Parse("NICK other");
        return () => Passes(CommandTable.Decide(net, by, line));
    }

    private static Action List()
    {
        Network net = With(0, HostileHost);
        for (int i = 0; i < Listed; i++)
            SampleNetwork.Apply(net, new ChannelJoined($"#{new string('a', 45)}{i}", s_alice, MemberModes.None)
            {
                Created = ChannelModes.None,
            });
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        string masks = string.Join(',', Enumerable.Range(0, Masks).Select(i => $"*{new string('a', 24)}b{i}*"));
        Line line = Line.Parse($"LIST {masks}");
        return () => Answered(CommandTable.Decide(net, by, line));
    }

    private static Action Who()
    {
        Network net = With(0, HostileHost);
        for (int i = 0; i < Listed; i++) Add(net, new UserId((ulong)i + 3), $"user{i}");
        Caller by = new(net.FindUser(s_mallory)!, SampleNetwork.Now);
        Line line = Line.Parse($"WHO *!*@*{new string('a', 30)}b*");
        return () => Answered(CommandTable.Decide(net, by, line));
    }

    private static void Passes(in Decision decision)
    {
        if (decision.Events.Count == 0) throw new InvalidOperationException("it was refused");
    }

    private static void Answered(in Decision decision)
    {
        if (decision.Replies.Count == 0) throw new InvalidOperationException("there is no answer");
    }

    private static string Name(int channel) => $"#{channel}";

    private static Network With(int channels, Func<int, string> mask, bool isIn = true)
    {
        Network net = new();
        SampleNetwork.Apply(net, new RootElected(1, "root-1"));
        SampleNetwork.Apply(net, new LevelRaised(BuildLevel.Current));
        SampleNetwork.Apply(net, new ConfigChanged(TestConfig.Public));
        Add(net, s_alice, "alice");
        Add(net, s_mallory, "mallory");
        for (int c = 0; c < channels; c++)
        {
            SampleNetwork.Apply(net, new ChannelJoined(Name(c), s_alice, MemberModes.Operator) { Created = 0 });
            if (isIn) SampleNetwork.Apply(net, new ChannelJoined(Name(c), s_mallory, MemberModes.None));
            ModeChange[] bans = [.. Enumerable.Range(0, Bans).Select(i => new ModeChange(true, 'b', mask(i), null))];
            SampleNetwork.Apply(net, new ChannelModesChanged(Name(c), s_alice, bans));
        }

        return net;
    }

    private static void Add(Network net, UserId id, string nick)
    {
        User user = new()
        {
            Id = id, Nick = nick, Username = "~u", Host = new string('a', 60), Address = "192.0.2.1",
            Realname = new string('a', 150), Session = new SessionId("leaf-1", 1, id.Value),
        };
        SampleNetwork.Apply(net, new UserRegistered(user));
    }
}
