using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Tests.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Outcome = IrcNats.Wire.Outcome;
using Replay = IrcNats.Replication.Replay;

namespace IrcNats.Tests.History;

/// <summary>
/// Whatever happens to an archiver, the archive has what the log says was kept, in order, nothing twice, and nothing
/// that was redacted.
/// </summary>
public sealed class ArchiverTests
{
    private const long Now = 1_700_000_000_000;

    [Property(MaxTest = 100)]
    public Property What_is_archived_is_what_was_kept() => Prop.ForAll(
        NetworkProperties.Command.ListOf().ToArbitrary(),
        Gen.Choose(0, 5).ListOf().ToArbitrary(),
        (commands, faults) =>
        {
            Entry[] log = [.. new NetworkProperties.Run(commands).Log.Select(Read)];
            log = [.. log, Redacting((ulong)log.Length + 1)];
            MemoryArchive archive = new();
            Queue<int> dice = new(faults);
            for (int round = 0; !Archive(archive, log, dice); round++) Assert.True(round <= faults.Count);
            Assert.Equal(Wanted(log), All(archive));
        });

    [Fact]
    public void The_watermark_is_due_when_all_of_an_event_is_done_and_until_the_log_has_it()
    {
        Archiver archiver = new(new Network());
        Feed(archiver, new LevelRaised(2), User(1));
        Feed(archiver, Founding("#a"), Founding("#b"));
        Assert.Equal(new Position(1, 2), archiver.Due!.Value.At);
        Feed(archiver, new NickChanged(new UserId(1), "alicia"));
        ArchiveWork work = archiver.Next()!;
        Assert.Equal(["JOIN", "JOIN", "NICK", "NICK"], work.Items.Select(i => i.Message.Command));
        archiver.Done(work with { Items = [.. work.Items.Take(3)] });
        Mark due = archiver.Due!.Value;
        Assert.Equal(new Position(2, 1), due.At);
        archiver.Done(archiver.Next()!);
        Assert.Equal(new Position(3, 0), archiver.Due!.Value.At);
        Feed(archiver, new HistoryArchived(archiver.Due.Value));
        Assert.Null(archiver.Due);
    }

    [Fact]
    public void The_watermark_follows_the_network_where_nothing_is_to_be_archived_but_not_itself()
    {
        Archiver archiver = new(new Network());
        Feed(archiver, new LevelRaised(2), User(1));
        Feed(archiver, new HistoryArchived(archiver.Due!.Value));
        Feed(archiver, new DigestMarked("d1"));
        Assert.Null(archiver.Due);
        Feed(archiver, new AwayChanged(new UserId(1), "lunch"));
        Assert.Equal(new Position(4, 0), archiver.Due!.Value.At);
        Feed(archiver, new HistoryArchived(archiver.Due.Value));
        Assert.Null(archiver.Due);
    }

    [Fact]
    public void A_redaction_waits_for_what_was_said_before_and_the_watermark_for_the_redaction()
    {
        Archiver archiver = new(new Network());
        Feed(archiver, new LevelRaised(2), User(1), Founding("#a"));
        Feed(archiver, Said("#a", "oops"));
        Mark said = new(1, new Position(2, 0));
        Feed(archiver, new MessageRedacted("#a", null, new UserId(1), said.Msgid, null));
        Feed(archiver, Said("#a", "better"));
        ArchiveWork first = archiver.Next()!;
        Assert.Equal(2, first.Items.Count);
        archiver.Done(first);
        Assert.Equal(said, archiver.Due);
        ArchiveWork second = archiver.Next()!;
        Assert.Empty(second.Items);
        Assert.Equal(said, second.Erasure!.Value.Message!.Value.Mark);
        archiver.Done(second);
        Assert.Equal(new Position(3, 0), archiver.Due!.Value.At);
        Assert.Single(archiver.Next()!.Items);
    }

    [Fact]
    public void No_more_waits_than_there_is_room_for()
    {
        Archiver archiver = new(new Network());
        Feed(archiver, new LevelRaised(2), User(1), Founding("#a"));
        int entries = 0;
        for (; archiver.HasRoom; entries++) Feed(archiver, Said("#a", "hi"));
        Assert.InRange(archiver.Waiting, Archiver.MostWaiting, Archiver.MostWaiting + 64);
        Assert.Equal(HistoryQuery.LimitMax, archiver.Next()!.Items.Count);
        archiver.Done(archiver.Next()!);
        Assert.True(archiver.HasRoom);
    }

    [Fact]
    public void A_place_is_stored_when_everything_before_it_is_done()
    {
        Archiver archiver = new(new Network(), placed: true) { EntriesBetween = 3 };
        Feed(archiver, new LevelRaised(2), User(1), Founding("#a"));
        archiver.Done(archiver.Next()!);
        Feed(archiver, Said("#a", "one"));
        Assert.Null(archiver.TakePlace());
        Feed(archiver, Said("#a", "two"));
        Feed(archiver, Said("#a", "three"));
        ArchiveWork work = archiver.Next()!;
        archiver.Done(work with { Items = [work.Items[0]] });
        Assert.Null(archiver.TakePlace());
        archiver.Done(work with { Items = [work.Items[1]] });
        ArchiverPlace place = archiver.TakePlace()!;
        Assert.Equal(3UL, place.Seq);
        Assert.Equal(3UL, Codec.DecodeSnapshot(place.Bytes).At.Seq);
        Assert.Null(archiver.TakePlace());
    }

    // One archiver's life: from the beginning of the log until it has all of it, or dies. It dies with some dice,
    // before the archive has the work or behind it, when the log knows nothing of it yet.
    private static bool Archive(MemoryArchive archive, Entry[] log, Queue<int> dice)
    {
        Archiver archiver = new(new Network());
        IHistoryPen pen = archive.OpenAsync(1, default).Result;
        foreach (var (index, entry) in log.Index())
        {
            archiver.Entry((ulong)index + 1, entry);
            if (dice.TryDequeue(out int die) && die > 2 && index < log.Length - 1) continue;
            while (archiver.Next() is { } work)
            {
                if (die == 1) return false;
                Do(pen, work);
                if (die == 2) return false;
                archiver.Done(work);
            }
        }

        return true;
    }

    private static void Do(IHistoryPen pen, ArchiveWork work)
    {
        if (work.Erasure is not { } erasure) _ = pen.AppendAsync(work.Items, default).Result;
        else if (erasure.Message is var (target, message)) _ = pen.DeleteAsync(target, message, default).Result;
        else
            for (string? from = ""; from is not null;)
                from = pen.ForgetAsync(erasure.Account!, from.Length == 0 ? null : from, 1000, default).Result.Next;
    }

    private static IEnumerable<(string, Mark)> Wanted(Entry[] log)
    {
        Network net = new();
        Book book = new(net);
        foreach (var (index, entry) in log.Index()) Replay.Apply(net, (ulong)index + 1, entry, book);
        return book.Kept.OrderBy(k => k.Item1, StringComparer.Ordinal).ThenBy(k => k.Item2);
    }

    private static IEnumerable<(string, Mark)> All(MemoryArchive archive)
    {
        List<HistoryItem> all = [];
        for (string? from = ""; from is not null;)
        {
            HistoryScan part = archive.ScanAsync(null, from.Length == 0 ? null : from, 7, default).Result;
            all.AddRange(part.Items);
            from = part.Next;
        }

        return all.Select(i => (i.Target.Key, i.Message.Mark));
    }

    private sealed class Book(Network net) : IReplayWatch
    {
        public List<(string, Mark)> Kept { get; } = [];

        public void Begin(Outcome outcome) { }

        public void Before(in Stamp stamp, Event happened)
        {
            Kept.AddRange(Recorder.Kept(net, stamp, happened).Select(k => (k.Target.Key, k.Message.Mark)));
            if (HistoryErasure.In(net, happened)?.Message is var (target, mark)) Kept.Remove((target.Key, mark));
        }

        public void After(in Stamp stamp, Event happened) { }

        public void End(Outcome outcome) { }
    }

    private static Entry Read(byte[] bytes) =>
        Codec.TryDecode(bytes, out Entry? entry, out string? error) ? entry : throw new FormatException(error);

    // Somebody founds a channel behind everything else, and takes back what they said there.
    private static Entry Redacting(ulong seq)
    {
        ulong epoch = Writer.EpochAt(Now);
        Mark said = new(epoch, new Position(seq, 3));
        Event[] events =
        [
            new RootElected(epoch, "root-2"), User(1000), Founding("#z", 1000), Said("#z", "oops", 1000),
            new MessageRedacted("#z", null, new UserId(1000), said.Msgid, null), Said("#z", "better", 1000),
        ];
        return new Entry(Payload.FormatVersion, epoch, [new Outcome(Now, null, events, [])]);
    }

    private static void Feed(Archiver archiver, params Event[] events)
    {
        ulong seq = archiver.Network.Seq + 1;
        Event[] all = seq == 1 ? [new RootElected(1, "root"), .. events] : events;
        archiver.Entry(seq, new Entry(Payload.FormatVersion, 1, [new Outcome(Now, null, all, [])]));
    }

    private static ChannelMessage Said(string channel, string text, ulong by = 1) =>
        new("PRIVMSG", channel, new UserId(by), text, null);

    private static ChannelJoined Founding(string channel, ulong by = 1) =>
        new(channel, new UserId(by), MemberModes.Operator) { Created = ChannelModes.None };

    private static UserRegistered User(ulong id) => new(new User
    {
        Id = new UserId(id), Nick = $"user{id}", Username = "user", Host = "host.test", Realname = "Somebody",
        Address = "192.0.2.1", Session = new SessionId("leaf1", 1, id),
    });
}
