using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Tests.State;
using IrcNats.Wire;
using Outcome = IrcNats.Wire.Outcome;
using Replay = IrcNats.Replication.Replay;

namespace IrcNats.Tests.History;

/// <summary>
/// After any commands at all: what is kept of a channel is what its members without a status were shown, each of them
/// by a client that knows everything.
/// </summary>
public sealed class RecorderProperties
{
    [Property(MaxTest = 300)]
    public Property What_is_kept_is_what_a_member_was_shown() => Prop.ForAll(
        NetworkProperties.Command.ListOf().ToArbitrary(),
        commands =>
        {
            Network net = new();
            Comparison comparison = new(net);
            foreach (byte[] bytes in new NetworkProperties.Run(commands).Log)
            {
                Assert.True(Codec.TryDecode(bytes, out Entry? entry, out string? error), error);
                Replay.Apply(net, net.Seq + 1, entry, comparison);
            }
        });

    // Of each event, before it is applied: every channel of every reader.
    private sealed class Comparison(Network net) : IReplayWatch
    {
        public void Begin(Outcome outcome) { }

        public void Before(in Stamp stamp, Event happened)
        {
            IReadOnlyList<HistoryItem> kept = Recorder.Kept(net, stamp, happened);
            Assert.Equal(kept.Count, kept.DistinctBy(k => k.Target).Count());
            Assert.Equal(kept.OrderBy(k => k.Target.Key, StringComparer.Ordinal), kept);
            foreach (User reader in net.Users)
            {
                Shown shown = new(net, reader.Id, stamp);
                happened.Announce(net, shown);
                if (IsOf(happened, reader.Id)) continue;
                foreach (Channel channel in net.ChannelsOf(reader.Id))
                    if (net.FindMember(channel.Name, reader.Id)!.Value is { Modes: MemberModes.None, IsHidden: false })
                        Assert.Equal(shown.In(channel), Lines(kept, channel));
            }
        }

        public void After(in Stamp stamp, Event happened) { }

        public void End(Outcome outcome) { }

        // A user's own coming and going is shown to them even where nobody else may see it.
        private static bool IsOf(Event happened, UserId reader) => happened switch
        {
            ChannelJoined joined => joined.User == reader,
            ChannelParted parted => parted.User == reader,
            MemberKicked kicked => kicked.User == reader || kicked.By == reader,
            NickChanged changed => changed.User == reader,
            UserQuit quit => quit.User == reader,
            UsersBanned banned => banned.Users.Contains(reader),
            MembersCleared cleared => cleared.Users.Contains(reader),
            ChannelMessage { AtLeast: not MemberModes.None } said => said.From == reader,
            _ => false,
        };

        private static IEnumerable<string> Lines(IReadOnlyList<HistoryItem> kept, Channel channel) =>
            from item in kept
            where item.Target == HistoryTarget.OfChannel(channel.Founded!.Value)
            let message = item.Message
            from line in (IEnumerable<string>)
            [
                .. from ahead in message.Ahead ?? [] select Show(ahead.Source, ahead.Command, ahead.Params),
                Show(message.Source, message.Command, message.Params),
            ]
            select line;
    }

    private static string Show(string source, string command, IReadOnlyList<string> args) =>
        $"{source} {command} {string.Join('|', args)}";

    /// <summary>What one user is shown of one event, all capabilities on, in the channels that it is about.</summary>
    private sealed class Shown(Network before, UserId reader, Stamp stamp) : Audience
    {
        private readonly List<(string? Channel, UserId? Of, Line Line)> _lines = [];

        public override Stamp Stamp => stamp;

        public IEnumerable<string> In(Channel channel) =>
            from shown in _lines
            where HistoryRules.IsSaid(shown.Line.Command) || HistoryRules.IsHappening(shown.Line.Command)
            where shown.Line.Command != "TAGMSG" || shown.Line.Tags.Contains("+react")
            where shown.Channel is { } name
                ? before.Fold(name) == before.Fold(channel.Name)
                : before.FindMember(channel.Name, shown.Of!.Value) is { } member
                    && Visibility.IsShown(channel, member, before.FindMember(channel.Name, reader))
            select Show(
                shown.Line.Source ?? before.Config.ServerName, shown.Line.Command, shown.Line.Params);

        public override void User(UserId user, Announcement what)
        {
            if (user == reader && what.Line.Params is [['#', ..] channel, ..]) Add(channel, null, what);
        }

        public override void Channel(
            string channel, Announcement what, UserId? except = null, MemberModes atLeast = MemberModes.None)
        {
            if (reader != except && before.FindMember(channel, reader) is { } member && member.IsAtLeast(atLeast))
                Add(channel, null, what);
        }

        public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false)
        {
            if (user != reader) Add(null, user, what);
        }

        public override void Watchers(string nick, Numeric what, string shown) { }

        public override void BeginBatch(string type, params string[] args) { }

        public override void EndBatch() { }

        public override void Leave(IReadOnlyList<UserId> users) { }

        public override void Close(UserId user, string reason) { }

        public override void Close(UserId user, SessionId session, string reason) { }

        private void Add(string? channel, UserId? of, Announcement what)
        {
            if (what.Lacks == Capabilities.None) _lines.Add((channel, of, what.Line));
        }
    }
}
