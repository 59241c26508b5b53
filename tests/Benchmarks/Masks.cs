using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>Lists of masks made by somebody who wants to be expensive: each nearly matches, at every place.</summary>
public class Masks
{
    private const int Bans = 100, Channels = 100, Listed = 20_000, ListMasks = 17, BatchLines = 100;

    private static readonly UserId s_alice = new(1), s_mallory = new(2);

    private readonly Line _said = Line.Parse($"PRIVMSG {Name(0)} :what people say, some forty bytes of it");
    private readonly Line[] _joins = [.. Enumerable.Range(0, Channels).Select(i => Line.Parse($"JOIN {Name(i)}"))];
    private readonly Line _rename = Line.Parse("NICK other");
    private readonly Line _list = Line.Parse("LIST " + string.Join(
        ',', Enumerable.Range(0, ListMasks).Select(i => $"*{new string('a', 24)}b{i}*")));
    private readonly Line _who = Line.Parse($"WHO *!*@*{new string('a', 30)}b*");
    private readonly ClientBatch _batch = new(
        1, null, "PRIVMSG", Name(0), "",
        [.. Enumerable.Range(0, BatchLines).Select(i => new MessagePart(Number(i), false))]);
    private Network _net = null!;
    private Caller _by = null!;

    [GlobalSetup(Target = nameof(Say))]
    public void BeginSay() => Begin(With(1, i => $"*!*@host{i}.example.net"));

    [GlobalSetup(Targets = [nameof(SayAgainstRealnames), nameof(SayInBatch)])]
    public void BeginRealnames() => Begin(With(1, HostileRealname));

    [GlobalSetup(Target = nameof(SayAgainstHosts))]
    public void BeginHosts() => Begin(With(1, HostileHost));

    [GlobalSetup(Target = nameof(Join))]
    public void BeginJoin() => Begin(With(Channels, i => HostileRealname(i)[2..], isIn: false));

    [GlobalSetup(Target = nameof(Rename))]
    public void BeginRename() => Begin(With(Channels, i => "n" + HostileRealname(i)[1..]));

    [GlobalSetup(Target = nameof(List))]
    public void BeginList()
    {
        Begin(With(0, HostileHost));
        for (int i = 0; i < Listed; i++)
            SampleNetwork.Apply(_net, new ChannelJoined($"#{new string('a', 45)}{i}", s_alice, MemberModes.None)
            {
                Created = ChannelModes.None,
            });
    }

    [GlobalSetup(Target = nameof(Who))]
    public void BeginWho()
    {
        Begin(With(0, HostileHost));
        for (int i = 0; i < Listed; i++) Add(_net, new UserId((ulong)i + 3), $"user{i}");
    }

    [Benchmark(Description = "decide a PRIVMSG with 100 ordinary bans")]
    public int Say() => Passes(CommandTable.Decide(_net, _by, _said));

    [Benchmark(Description = "decide a PRIVMSG with 100 bans m:r: that nearly match")]
    public int SayAgainstRealnames() => Say();

    [Benchmark(Description = "decide a PRIVMSG with 100 bans that nearly match")]
    public int SayAgainstHosts() => Say();

    [Benchmark(Description = "decide a batch of 100 lines with 100 bans m:r:")]
    public int SayInBatch() => Passes(Message.HandleBatch(_net, _by, _batch));

    [Benchmark(Description = "decide a JOIN of 100 channels with 100 such bans each")]
    public int Join() => _joins.Sum(line => Passes(CommandTable.Decide(_net, _by, line)));

    [Benchmark(Description = "decide a NICK in 100 channels with 100 bans n:r: each")]
    public int Rename() => Passes(CommandTable.Decide(_net, _by, _rename));

    [Benchmark(Description = "LIST with 17 masks that nearly match 20,000 channels")]
    public int List() => Answered(_list);

    [Benchmark(Description = "WHO with a mask that nearly matches 20,000 users")]
    public int Who() => Answered(_who);

    private void Begin(Network net) => (_net, _by) = (net, new(net.FindUser(s_mallory)!, SampleNetwork.Now));

    // As long as what it is compared with allows, and wrong at its end.
    private static string HostileRealname(int i) => "m:r:*" + new string('a', 70) + Number(i) + "b*";

    private static string HostileHost(int i) => "*!*@*" + new string('a', 30) + Number(i) + "b*";

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static int Passes(in Decision decision) =>
        decision.Events.Count > 0 ? decision.Events.Count : throw new InvalidOperationException("it was refused");

    // All of it: a leaf makes it in portions.
    private int Answered(Line line)
    {
        Decision decision = CommandTable.Decide(_net, _by, line);
        int lines = decision.Replies.Count + (decision.AtLength?.All(_net, _by).Count ?? 0);
        return lines > 0 ? lines : throw new InvalidOperationException("there is no answer");
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
