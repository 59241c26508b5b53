using System.Globalization;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Moving;

/// <summary>What an import came to.</summary>
/// <param name="Imported">Messages that were new to the archive.</param>
/// <param name="PassedOver">Messages that are not behind what the archive had: it had them, or has gone on.</param>
/// <param name="Bad">Lines that could not be read.</param>
/// <param name="UpTo">The archive's newest message now; null: it has none.</param>
sealed record HistoryImported(long Imported, long PassedOver, int Bad, ArchivedUpTo? UpTo);

/// <summary>Moves what an archive has into a file, and from there into any other archive.</summary>
/// <param name="say">Tells the person who waits; now and then how far it is.</param>
sealed class HistoryTransfer(IHistoryArchive archive, TimeProvider time, Action<string> say)
{
    // An archive that does not answer is asked so often, with pauses.
    private const int TriesMax = 5;

    // Lines that are sorted in memory at a time: some hundred bytes each.
    private const int SortedAtOnce = 100_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1), s_progress = TimeSpan.FromSeconds(2);

    private long _saidAt = time.GetTimestamp();

    /// <summary>Writes all messages, in the order in which an archive takes them. Returns how many.</summary>
    /// <exception cref="HistoryException">The archive does not answer.</exception>
    public async Task<long> ExportAsync(TextWriter output, CancellationToken stop)
    {
        long messages = 0;
        using LineSorter lines = new(SortedAtOnce);
        HistoryScan part = new([], null);
        do
        {
            part = await PatientlyAsync(() => archive.ScanAsync(null, part.Next, HistoryQuery.LimitMax, stop), stop);
            foreach (HistoryItem item in part.Items) lines.Add(KeyOf(item), HistoryLine.Of(item));
            foreach (string fault in part.Unreadable) say($"left out, because it cannot be read: {fault}");
            messages += part.Items.Count;
            SayProgress($"{Shown(messages)} messages read");
        }
        while (part.Next is not null);

        long written = 0;
        foreach (string line in lines.Sorted())
        {
            await output.WriteLineAsync(line.AsMemory(), stop);
            SayProgress($"{Shown(++written)} of {Shown(messages)} messages written");
        }

        return messages;
    }

    /// <summary>
    /// Appends what is behind the archive's newest message. What was imported before is passed over, so an import that
    /// was interrupted may be made again.
    /// </summary>
    /// <param name="name">Of the file, for messages. Its first message is in line 2.</param>
    /// <param name="skipsBad">Lines that cannot be read are told of and left out; else they end it.</param>
    /// <exception cref="MoveException">A line cannot be read, or is not behind the one before.</exception>
    /// <exception cref="HistoryException">The archive does not answer, or somebody else writes it.</exception>
    public async Task<HistoryImported> ImportAsync(
        TextReader input, string name, bool skipsBad, CancellationToken stop)
    {
        await using IHistoryPen pen = await PatientlyAsync(() => OpenAsync(stop), stop);
        Reading reading = new(input, name, skipsBad ? say : null);
        long imported = 0, passedOver = 0;
        while (await reading.NextAsync(stop) is { Count: > 0 } batch)
        {
            int taken = await PatientlyAsync(() => pen.AppendAsync(batch, stop), stop);
            (imported, passedOver) = (imported + taken, passedOver + batch.Count - taken);
            SayProgress(
                $"line {Shown(reading.Line)}: {Shown(imported)} messages imported, {Shown(passedOver)} passed over");
        }

        return reading.Fault is { } fault
            ? throw new MoveException($"{fault}; {Shown(imported)} messages before it were imported")
            : new HistoryImported(imported, passedOver, reading.Bad, pen.UpTo);
    }

    public static string Shown(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    // As an archive orders them. Numbers of a fixed width are in the order of their digits.
    private static string KeyOf(HistoryItem item)
    {
        Mark mark = item.Message.Mark;
        return string.Create(
            CultureInfo.InvariantCulture, $"{mark.Epoch:x16}{mark.At.Seq:x16}{mark.At.Index:x8}{item.Target.Key}");
    }

    // In the epoch of the last archiver, and no later one: so a root that goes on in that epoch takes it over again.
    private async Task<IHistoryPen> OpenAsync(CancellationToken stop)
    {
        try
        {
            return await archive.OpenAsync(0, stop);
        }
        catch (HistoryFencedException fenced) when (fenced.By is { } epoch)
        {
            return await archive.OpenAsync(epoch, stop);
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (HistorySilentException silent) when (tries < TriesMax)
            {
                say($"{silent.Message}; tried again");
            }

            await Task.Delay(s_pause, time, stop);
        }
    }

    private void SayProgress(string progress)
    {
        if (time.GetElapsedTime(_saidAt) < s_progress) return;
        _saidAt = time.GetTimestamp();
        say(progress);
    }

    /// <summary>Reads a file's lines in batches.</summary>
    /// <param name="skip">Is told of lines that cannot be read; null: the first ends it.</param>
    private sealed class Reading(TextReader input, string name, Action<string>? skip)
    {
        private string _before = "";

        /// <summary>The last line that was read.</summary>
        public long Line { get; private set; } = 1;

        public int Bad { get; private set; }

        /// <summary>Why it ended before the end.</summary>
        public string? Fault { get; private set; }

        /// <summary>The next messages; none: that was all.</summary>
        public async Task<IReadOnlyList<HistoryItem>> NextAsync(CancellationToken stop)
        {
            List<HistoryItem> batch = [];
            while (Fault is null && batch.Count < HistoryQuery.LimitMax
                && await input.ReadLineAsync(stop) is { } line)
            {
                Line++;
                if (line.Length > 0 && Read(line) is { } item) batch.Add(item);
            }

            return batch;
        }

        private HistoryItem? Read(string line)
        {
            try
            {
                HistoryItem item = HistoryLine.Parse(line);
                string key = KeyOf(item);
                if (string.CompareOrdinal(_before, key) >= 0)
                    throw new FormatException("is out of order: it is not behind the line before");
                _before = key;
                return item;
            }
            catch (FormatException wrong)
            {
                Bad++;
                string fault = string.Create(CultureInfo.InvariantCulture, $"{name}:{Line}: {wrong.Message}");
                if (skip is null) Fault = fault;
                else skip($"left out: {fault}");
                return null;
            }
        }
    }
}
