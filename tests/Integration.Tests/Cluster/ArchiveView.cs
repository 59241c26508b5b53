using IrcNats.Adapters;
using IrcNats.History;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>The archive of a cluster, as anyone may read it.</summary>
sealed class ArchiveView : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly BusConnection _connection;
    private readonly JetStreamArchive _archive;

    private ArchiveView(BusConnection connection, Subjects subjects)
    {
        _connection = connection;
        _archive = new JetStreamArchive(
            connection, subjects, connection.NewDeepInbox(), TimeProvider.System);
    }

    public static async Task<ArchiveView> OpenAsync(RealCluster cluster) => new(
        await NatsConnections.OpenAsync(
            new BusOptions { Url = cluster.Url }, "archive view", NullLogger.Instance, default),
        cluster.Subjects);

    /// <summary>What was said, in the order in which it is archived: "nick text".</summary>
    public async Task<string[]> SaidAsync()
    {
        List<KeptMessage> all = [];
        for (string? from = null; ;)
        {
            HistoryScan part = await _archive.ScanAsync(null, from, HistoryQuery.LimitMax, default);
            all.AddRange(part.Items.Select(i => i.Message));
            if ((from = part.Next) is null) break;
        }

        return
        [
            .. from message in all
               where message.Command == "PRIVMSG"
               select $"{message.Source[..message.Source.IndexOf('!', StringComparison.Ordinal)]} {message.Params[^1]}",
        ];
    }

    /// <summary>Waits until the archive has this, as its last.</summary>
    public async Task<string[]> UntilAsync(string said)
    {
        using CancellationTokenSource enough = new(s_patience);
        string[] all = [];
        while (all is [] || all[^1] != said)
        {
            if (enough.IsCancellationRequested)
                throw new InvalidOperationException($"'{said}' is not archived: {string.Join(" / ", all.TakeLast(5))}");
            await Task.Delay(200);
            try
            {
                all = await SaidAsync();
            }
            catch (HistorySilentException)
            {
                // It is not there yet, or away.
            }
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
