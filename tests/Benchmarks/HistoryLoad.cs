using System.Diagnostics;
using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Cassandra;
using IrcNats.History;
using IrcNats.Nats.Tests;
using IrcNats.Sqlite;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Benchmarks;

/// <summary>
/// Fills an archive of each kind, and reads pages from it: how many are appended a second, how long a page takes. It
/// measures time that passes, so the machine has to be quiet.
/// </summary>
static class HistoryLoad
{
    private const int Batch = 500, PageLength = 100, Rounds = 300, Readers = 8;
    private const long Began = 1_700_000_000_000;

    /// <param name="cassandra">A host of Cassandra, whose keyspace "load" is used; null: without it.</param>
    public static async Task RunAsync(int messages, int targets, string? cassandra)
    {
        if (cassandra is not null)
        {
            CassandraOptions options = new() { ContactPoints = [cassandra], Keyspace = "load" };
            string network = string.Create(CultureInfo.InvariantCulture, $"at{Stopwatch.GetTimestamp()}");
            await MeasureAsync(
                "Cassandra", await CassandraArchive.StartAsync(options, network, new HistoryRetention(), default));
            return;
        }

        await using NatsServer server = await NatsServer.StartAsync();
        Subjects subjects = new("history");
        await using BusConnection connection = await NatsConnections.OpenAsync(
            new BusOptions { Url = server.Url }, "history-load", NullLogger.Instance, default);
        await HistoryStreams.EnsureAsync(
            connection, subjects, new HistoryRetention(), new StreamPlan(), NullLogger.Instance, default);
        await MeasureAsync(
            "JetStream", new JetStreamArchive(connection, subjects, connection.NewDeepInbox(), TimeProvider.System));

        DirectoryInfo folder = Directory.CreateTempSubdirectory("ircnats-history-");
        try
        {
            string file = Path.Combine(folder.FullName, "history.db");
            await MeasureAsync("SQLite", await SqliteArchive.StartAsync(file, new HistoryRetention(), default));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task MeasureAsync(string name, IHistoryArchive archive)
        {
            await using (archive) await new Run(name, archive, messages, targets).MeasureAsync();
        }
    }

    private sealed class Run(string name, IHistoryArchive archive, int messages, int targets)
    {
        private readonly HistoryTarget[] _targets =
            [.. Enumerable.Range(1, targets).Select(i => HistoryTarget.OfChannel(MarkOf(i)))];
        private readonly Random _dice = new(1);

        public async Task MeasureAsync()
        {
            await AppendAsync();
            await ReadAsync("LATEST *", any => HistoryQuery.Latest(any, null, PageLength));
            await ReadAsync("BEFORE the oldest but 100", any => HistoryQuery.Before(
                any, HistoryPoint.Of(MarkOf((PageLength * targets) + IndexOf(any))), PageLength));
            await ReadAsync("BEFORE any time", any => HistoryQuery.Before(any, AnyTime(), PageLength));
            await ReadAsync("AFTER any time", any => HistoryQuery.After(any, AnyTime(), PageLength));
            await ReadAsync("one by msgid", any => HistoryQuery.Of(
                any, MarkOf((_dice.Next(messages / targets) * targets) + IndexOf(any))));
            await ReadTogetherAsync();
        }

        private static Mark MarkOf(int number) => new(1, new Position((ulong)number, 0));

        private int IndexOf(HistoryTarget target) => Array.IndexOf(_targets, target);

        private HistoryPoint AnyTime() => HistoryPoint.Of(Began + _dice.Next(messages));

        private async Task AppendAsync()
        {
            await using IHistoryPen pen = await archive.OpenAsync(1, default);
            Stopwatch watch = Stopwatch.StartNew();
            for (int i = 0; i < messages; i += Batch)
                await pen.AppendAsync([.. Enumerable.Range(i, Math.Min(Batch, messages - i)).Select(Item)], default);
            Say(Invariant($"append: {messages / watch.Elapsed.TotalSeconds:N0}/s in batches of {Batch}"));
        }

        private HistoryItem Item(int i) => new(
            _targets[i % targets],
            new KeptMessage(
                MarkOf(i).At, 1, Began + i, KeptKind.Message, "alice!~al@host.example.net", "PRIVMSG",
                ["#channel", $"message {i} of some eighty characters, which is what people say in one line"])
            {
                Account = "alice",
            });

        private async Task ReadAsync(string what, Func<HistoryTarget, HistoryQuery> query)
        {
            for (int i = 0; i < Rounds; i++) await archive.ReadAsync(query(_targets[i % targets]), default);
            List<double> took = [];
            int least = int.MaxValue;
            TimeSpan began = Process.GetCurrentProcess().TotalProcessorTime;
            for (int i = 0; i < Rounds; i++)
            {
                HistoryQuery asked = query(_targets[_dice.Next(targets)]);
                long before = Stopwatch.GetTimestamp();
                HistoryPage page = await archive.ReadAsync(asked, default);
                took.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                least = Math.Min(least, page.Messages.Count);
            }

            took.Sort();
            double cpu = (Process.GetCurrentProcess().TotalProcessorTime - began).TotalMilliseconds / Rounds;
            string times = Invariant($"p50 {took[Rounds / 2]:F2}, p99 {took[Rounds * 99 / 100]:F2} ms");
            Say(Invariant($"{what}: {times}, own CPU {cpu:F2} ms; pages of >= {least}"));
        }

        private async Task ReadTogetherAsync()
        {
            Stopwatch watch = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
            {
                for (int i = 0; i < Rounds; i++)
                {
                    HistoryTarget any = _targets[(reader + (i * Readers)) % targets];
                    await archive.ReadAsync(HistoryQuery.Latest(any, null, PageLength), default);
                }
            })));
            Say(Invariant($"{Readers} readers at once: {Readers * Rounds / watch.Elapsed.TotalSeconds:N0} pages/s"));
        }

        private void Say(string line) => Console.WriteLine($"{name,-10} {line}");

        private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
