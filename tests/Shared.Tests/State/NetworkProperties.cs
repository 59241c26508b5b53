using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Replay = IrcNats.Replication.Replay;

namespace IrcNats.Tests.State;

/// <summary>What holds after any commands at all, from any users, in any order.</summary>
public sealed class NetworkProperties
{
    private static readonly string[] s_nicks = ["alice", "bob", "carol"];
    private static readonly Gen<string> s_nick = Gen.Elements(s_nicks);
    private static readonly Gen<string> s_channel = Gen.Elements("#a", "#A", "#b[", "#c");
    private static readonly Gen<string> s_change =
        Gen.Elements(
            "+i", "+m", "-i", "+s", "+k key", "-k key", "+l 2", "-l",
            "+b *!*@x", "-b *!*@x", "+t-n", "+e a", "+I b", "+b t:1s:n:r:r", "-b n:r:r", "+j 1:1", "-j", "+f #a", "+D",
            "-D", "+u", "+U", "+N", "+d 1", "-d", "+F normal",
            "+F lines=1:5:ban:1s,joins=1:5:registered:1s", "+F repeat=1:9:kick", "-F");
    private static readonly Gen<string> s_rank = Gen.Elements("+o", "-o", "+v", "+h", "-h");

    internal static Gen<(string From, string Text)> Command { get; } =
        from nick in s_nick
        from text in Gen.OneOf(
            from c in s_channel select $"JOIN {c}",
            from c in s_channel from d in s_channel select $"JOIN {c},{d} key",
            from c in s_channel select $"PART {c} :bye",
            from c in s_channel from n in s_nick select $"KICK {c} {n} :out",
            from c in s_channel from n in s_nick select $"INVITE {n} {c}",
            from c in s_channel from n in s_nick from m in s_rank select $"MODE {c} {m} {n}",
            from c in s_channel from m in s_change select $"MODE {c} {m}",
            from c in s_channel select $"PRIVMSG {c} :hi",
            from c in s_channel select $"NOTICE @{c} :hi",
            from c in s_channel from tag in Gen.Elements("react=x", "typing=done") select $"@+{tag} TAGMSG {c}",
            from c in s_channel select $"RELAYMSG {c} her/there :hi",
            from c in s_channel from d in Gen.Elements("#d", "#B[") select $"RENAME {c} {d} :better",
            from n in s_nick select $"PRIVMSG {n} :hi",
            from c in s_channel select $"TOPIC {c} :about",
            from n in Gen.Elements("alice", "bob", "carol", "dave") select $"NICK {n}",
            Gen.Elements("AWAY :gone", "AWAY", "SETNAME :me", "MODE alice +B", "QUIT", "FOO", "KICK", "JOIN #"))
        select (nick, text);

    /// <summary>A network and the log that made it, through the real writer and the wire format.</summary>
    internal sealed class Run : IRootPorts
    {
        private readonly Writer _writer;
        private ulong _request;

        public Run(IEnumerable<(string From, string Text)> commands)
        {
            Entry election = Writer.Election(Network, "root", TestConfig.Public, 1000);
            Log.Add(Codec.Encode(election));
            Replay.Apply(Network, 1, election);
            _writer = new Writer(Network, this);
            foreach (var (index, nick) in s_nicks.Index())
                Take(new SessionOpened((ulong)index + 1, nick, "u", "r", "h", "h", false, null));
            foreach ((string from, string text) in commands)
            {
                Take(new ClientLine((ulong)Array.IndexOf(s_nicks, from) + 1, null, text));
                if (_request % 3 == 0) _writer.Flush();
            }

            _writer.Flush();
        }

        public Network Network { get; } = new();
        public List<byte[]> Log { get; } = [];

        public void Append(ulong seq, Entry entry) => Log.Add(Codec.Encode(entry));
        public void Reply(string to, Reply reply) { }
        public void Faulted(Request request, Exception fault) =>
            throw new InvalidOperationException("a handler threw", fault);

        private void Take(Ask ask)
        {
            _request++;
            Request request = new(Payload.FormatVersion, "leaf", 1, _request, _request, ask);
            _writer.Take(request, "x", 1000 + (long)_request);
        }
    }

    private static byte[] Bytes(Network net) => Codec.Encode(net.Save());

    private static void Follow(Network net, IEnumerable<byte[]> log)
    {
        foreach (byte[] bytes in log)
        {
            Assert.True(Codec.TryDecode(bytes, out Entry? entry, out string? error), error);
            Replay.Apply(net, net.Seq + 1, entry);
        }
    }

    private static Property ForAll(Action<Run> holds) => Prop.ForAll(
        Command.ListOf().ToArbitrary(), commands => holds(new Run(commands)));

    [Property]
    public Property Replaying_the_log_gives_the_same_network() => ForAll(run =>
    {
        Network standby = new();
        Follow(standby, run.Log);
        Assert.Equal(Bytes(run.Network), Bytes(standby));
    });

    [Property]
    public Property A_snapshot_and_the_tail_give_the_same_network() => ForAll(run =>
    {
        for (int cut = 0; cut <= run.Log.Count; cut += 1 + run.Log.Count / 4)
        {
            Network first = new();
            Follow(first, run.Log.Take(cut));
            Network later = Network.Load(Codec.DecodeSnapshot(Bytes(first)));
            Follow(later, run.Log.Skip(cut));
            Assert.Equal(Bytes(run.Network), Bytes(later));
        }
    });

    [Property]
    public Property Deciding_changes_nothing() => ForAll(run =>
    {
        string[] lines = ["JOIN #z", "KICK #a bob", "PRIVMSG #a :x", "NICK zed", "MODE #a +m", "WHO #a", "WHOIS bob"];
        byte[] before = Bytes(run.Network);
        foreach (User user in run.Network.Users.ToArray())
            foreach (string text in lines)
            {
                Line line = Line.Parse(text);
                Caller by = new(user, 2000);
                if (CommandTable.Refuse(by, line) is null) CommandTable.Decide(run.Network, by, line);
            }

        Assert.Equal(before, Bytes(run.Network));
    });

    [Property]
    public Property A_channel_exists_only_while_someone_is_in_it() => ForAll(run =>
        Assert.All(run.Network.Channels, c => Assert.NotEmpty(run.Network.MembersOf(c.Name))));

    [Property]
    public Property Members_and_channels_agree() => ForAll(run => Assert.All(
        run.Network.Users, u => Assert.All(
            run.Network.ChannelsOf(u.Id), c => Assert.NotNull(run.Network.FindMember(c.Name, u.Id)))));

    [Property]
    public Property An_event_out_of_place_is_refused() => ForAll(run =>
    {
        Assert.True(Codec.TryDecode(run.Log[^1], out Entry? last, out _));
        byte[] before = Bytes(run.Network);
        Assert.Throws<InvalidOperationException>(() => Replay.Apply(run.Network, run.Network.Seq, last));
        Assert.Throws<InvalidOperationException>(() => Replay.Apply(run.Network, run.Network.Seq + 2, last));
        Assert.Equal(before, Bytes(run.Network));
    });

    [Property]
    public Property A_msgid_is_its_position_and_sorts_as_the_log() => Prop.ForAll(
        Gen.Two(
            from seq in Gen.Choose(0, int.MaxValue)
            from index in Gen.Choose(0, 1000)
            select (seq, index)).ToArbitrary(),
        pair =>
        {
            Position one = new((ulong)pair.Item1.seq << 20, pair.Item1.index);
            Position other = new((ulong)pair.Item2.seq << 20, pair.Item2.index);
            Assert.True(Msgid.TryParse(Msgid.Of(one, 7), out Position read, out ulong epoch));
            Assert.Equal((one, 7UL), (read, epoch));
            int asText = string.CompareOrdinal(Msgid.Of(one, 7), Msgid.Of(other, 7));
            Assert.Equal(Math.Sign(one.CompareTo(other)), Math.Sign(asText));
        });
}
