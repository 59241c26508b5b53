using System.Globalization;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Adapters;

/// <summary>
/// Writes an archive in JetStream. It announces itself in the stream; each of its messages then names the one before it
/// by an id, and is refused if that is not the stream's last. So a batch is sent without waiting, its last
/// acknowledgement tells that all arrived, and two archivers cannot both write. (Sequences would not do: when something
/// else takes one, the next but one of the batch has the right number again.) Who is refused looks at the stream: if
/// another archiver has announced itself there, it ends; else it announces itself again.
/// </summary>
sealed class JetStreamPen : IHistoryPen
{
    // Subjects whose links are remembered; beyond, all are read again.
    private const int SubjectsKnown = 10_000;

    private const int TriesMax = 5;

    private const string Busy = "something else is written into the archive all the time";

    // How far back from the stream's end it is looked for what says how far the archive is. The last message does, if
    // nobody wrote what does not belong there.
    private const ulong TailMax = 1024;

    private readonly HistoryStream _stream;
    private readonly HistoryReader _reader;
    private readonly ulong _epoch;
    private readonly Dictionary<string, HistoryLinks> _links = [];
    // Where this pen announced itself last, the stream's end, and how many messages there are in between.
    private ulong _announced, _last, _sent;
    private bool _isSure;

    private JetStreamPen(HistoryStream stream, HistoryReader reader, ulong epoch) =>
        (_stream, _reader, _epoch) = (stream, reader, epoch);

    public ArchivedUpTo? UpTo { get; private set; }

    private ArchiverNote Note => new(Payload.FormatVersion, _epoch, UpTo);

    public static async Task<IHistoryPen> OpenAsync(
        HistoryStream stream, HistoryReader reader, ulong epoch, CancellationToken stop)
    {
        JetStreamPen pen = new(stream, reader, epoch);
        return await stream.WithinAsync(
            async enough =>
            {
                for (int tries = 0; tries < TriesMax; tries++)
                    if (await pen.TryOpenAsync(enough)) return pen;
                throw new HistorySilentException(Busy);
            },
            stop);
    }

    public Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop)
    {
        HistoryBatch.New(batch, UpTo);
        return _stream.WithinAsync(
            async enough =>
            {
                int most = 0;
                for (int tries = 0; tries < TriesMax; tries++)
                {
                    await SettleAsync(enough);
                    IReadOnlyList<Archived> wanted = HistoryBatch.New(batch, UpTo);
                    most = Math.Max(most, wanted.Count);
                    if (wanted.Count == 0) return most;
                    if (!await SendAsync([.. wanted.Select(Outgoing.Of)], enough)) continue;
                    UpTo = ArchivedUpTo.Of(wanted[^1]);
                    return most;
                }

                throw new HistorySilentException("the archive did not take a batch, and nobody else writes it");
            },
            stop);
    }

    public Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop) => _stream.WithinAsync(
        async enough =>
        {
            await SettleAsync(enough);
            List<HistoryMessage> found = await _reader.FindAsync(HistoryQuery.Of(target, message), [], enough);
            return await EraseAsync(found, enough) > 0;
        },
        stop);

    public Task<HistoryForgotten> ForgetAsync(string account, string? from, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        StreamPart.Parse(from);
        return _stream.WithinAsync(
            async enough =>
            {
                await SettleAsync(enough);
                StreamPart part = await StreamPart.BeginAsync(_stream, from, limit, enough);
                HistoryMessage?[] messages = await _stream.GetManyAsync(part.Sequences, enough);
                HistoryMessage[] said =
                    [.. messages.OfType<HistoryMessage>().Where(m => m.Archived?.Message.Account == account)];
                return new HistoryForgotten(await EraseAsync(said, enough), part.Next);
            },
            stop);
    }

    /// <summary>The stream trims itself.</summary>
    public Task<int> TrimAsync(long now, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        return Task.FromResult(0);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<bool> TryOpenAsync(CancellationToken stop)
    {
        HistoryMessage? before = await _stream.LastAsync(_stream.Subjects.HistoryPen, stop);
        if (before?.Note is { } note && note.Epoch > _epoch)
            throw new HistoryFencedException($"an archiver of epoch {note.Epoch} has written", note.Epoch);
        return await GoOnAsync(before, stop);
    }

    /// <summary>Says in the stream that this pen writes it, and how far it is.</summary>
    private async Task<bool> AnnounceAsync(CancellationToken stop)
    {
        _isSure = false;
        byte[] note = Codec.Encode(Note);
        ulong seq = _last + 1;
        if (!await _stream.AppendAtAsync(seq, IdOf(seq, 0), _stream.Subjects.HistoryPen, note, stop)) return false;
        (_announced, _last, _sent, _isSure) = (seq, seq, 0, true);
        return true;
    }

    /// <summary>After something went wrong: if it is still this pen's turn, it goes on behind what is there.</summary>
    private async Task SettleAsync(CancellationToken stop)
    {
        if (_isSure) return;
        HistoryMessage? newest = await _stream.LastAsync(_stream.Subjects.HistoryPen, stop);
        if (newest is not null && newest.Seq != _announced)
            throw new HistoryFencedException(
                $"another archiver has taken over, of epoch {newest.Note?.Epoch.ToString() ?? "unknown"}");
        if (!await GoOnAsync(newest, stop)) throw new HistorySilentException(Busy);
    }

    // Where the stream ends, and what of ours is there.
    private async Task<bool> GoOnAsync(HistoryMessage? announced, CancellationToken stop)
    {
        (_, _last) = await _stream.BoundsAsync(stop);
        UpTo = await NewestAsync(announced, stop) ?? UpTo;
        _links.Clear();
        return await AnnounceAsync(stop);
    }

    // Ids of two pens differ: no other announces itself at that sequence.
    private static string IdOf(ulong announced, ulong number) =>
        string.Create(CultureInfo.InvariantCulture, $"{announced}.{number}");

    // What an announcement says is right as of there; what is behind it, is newer.
    private async Task<ArchivedUpTo?> NewestAsync(HistoryMessage? announced, CancellationToken stop)
    {
        ulong from = Math.Max(announced?.Seq ?? 0, _last > TailMax ? _last - TailMax : 0);
        for (ulong end = _last; end > from;)
        {
            ulong first = end - from > HistoryLinks.RecentMax ? end - HistoryLinks.RecentMax : from;
            IEnumerable<ulong> part = new StreamPart(first + 1, end, end).Sequences;
            HistoryMessage?[] tail = await _stream.GetManyAsync(part, stop);
            switch (tail.LastOrDefault(m => m is not null and not { Fault: not null }))
            {
                case { Archived: { } newest }: return ArchivedUpTo.Of(newest);
                case { Note: { } note }: return note.UpTo;
            }

            end = first;
        }

        return announced?.Note?.UpTo;
    }

    /// <summary>Appends messages in one go; false: not all of them arrived.</summary>
    private async Task<bool> SendAsync(Outgoing[] batch, CancellationToken stop)
    {
        string[] subjects = [.. batch.Select(o => o.SubjectIn(_stream.Subjects))];
        await LearnLinksAsync(subjects, stop);
        _isSure = false;
        for (int i = 0; i < batch.Length; i++)
        {
            ulong seq = _last + 1 + (ulong)i;
            HistoryLinks links = _links[subjects[i]];
            _links[subjects[i]] = links.Behind(seq);
            byte[] bytes = Codec.Encode(batch[i].With(links.Encode(seq)));
            string before = IdOf(_announced, _sent), id = IdOf(_announced, ++_sent);
            if (i < batch.Length - 1) await _stream.SendAfterAsync(before, id, subjects[i], bytes, stop);
            else if (await _stream.AppendAfterAsync(before, id, subjects[i], bytes, stop) != seq) return false;
        }

        _last += (ulong)batch.Length;
        return _isSure = true;
    }

    private async Task LearnLinksAsync(IEnumerable<string> subjects, CancellationToken stop)
    {
        if (_links.Count > SubjectsKnown) _links.Clear();
        string[] unknown = [.. subjects.Distinct().Where(s => !_links.ContainsKey(s))];
        HistoryMessage?[] last = await _stream.LastOfManyAsync(unknown, stop);
        foreach (var (subject, message) in unknown.Zip(last))
            _links[subject] = await LinksBehindAsync(subject, message, stop);
    }

    // Something unreadable stands in the lists too, so that readers see and report it.
    private async Task<HistoryLinks> LinksBehindAsync(string subject, HistoryMessage? last, CancellationToken stop)
    {
        Stack<ulong> unreadable = [];
        while (last is { Links: null } && unreadable.Count < HistoryLinks.RecentMax)
        {
            unreadable.Push(last.Seq);
            last = await _stream.BeforeAsync(subject, last.Seq, stop);
        }

        HistoryLinks links = last?.Links?.Behind(last.Seq) ?? HistoryLinks.None;
        return unreadable.Aggregate(links, (known, seq) => known.Behind(seq));
    }

    /// <summary>
    /// Removes messages. One that is its subject's newest gets a successor first, a note with its links: nats-server
    /// 2.9 loses sight of a subject whose newest message was deleted. The stream's newest message is such a one, and
    /// the note says how far the archive is.
    /// </summary>
    private async Task<int> EraseAsync(IReadOnlyCollection<HistoryMessage> messages, CancellationToken stop)
    {
        HashSet<ulong> going = [.. messages.Select(m => m.Seq)];
        Outgoing[] notes =
        [
            .. messages.Select(m => m.Archived!.Target).Distinct()
                .Select(target => new Outgoing(target, earlier => Note with { Earlier = earlier })),
        ];
        HistoryMessage?[] last =
            await _stream.LastOfManyAsync([.. notes.Select(n => n.SubjectIn(_stream.Subjects))], stop);
        notes = [.. notes.Where((_, i) => last[i] is { } newest && going.Contains(newest.Seq))];
        if (notes.Length > 0 && !await SendAsync(notes, stop)) throw new HistorySilentException(Busy);
        int removed = 0;
        foreach (ulong seq in going)
            if (await _stream.EraseAsync(seq, stop)) removed++;
        return removed;
    }

    /// <summary>Something to append to a target's subject, when it is known what is before it.</summary>
    private sealed record Outgoing(string Target, Func<byte[], Payload> With)
    {
        public static Outgoing Of(Archived archived) =>
            new(archived.Target, earlier => archived with { Earlier = earlier });

        public string SubjectIn(Subjects subjects) => HistoryTarget.TryParse(Target, out HistoryTarget target)
            ? HistorySubjects.Of(subjects, target)
            : throw new ArgumentException($"'{Target}' is no target");
    }
}
