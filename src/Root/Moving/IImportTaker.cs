using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Importing;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Moving;

/// <summary>Takes batches of another network's accounts and channels.</summary>
interface IImportTaker
{
    /// <exception cref="MoveException">It cannot be taken.</exception>
    Task<ImportTold> TakeAsync(ImportBatch batch, CancellationToken stop);

    /// <summary>There is nothing more.</summary>
    Task EndAsync(string note);
}

/// <summary>A running network: its active root takes them, one batch when the log has the one before.</summary>
sealed class RunningTaker(ConsoleBus bus, RootSecrets secrets) : IImportTaker
{
    // A root that was active a moment ago may have handed over: its successor is asked, for so long.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30), s_again = TimeSpan.FromSeconds(1);

    private string? _root;

    public async Task<ImportTold> TakeAsync(ImportBatch batch, CancellationToken stop)
    {
        string box = batch.Sealed(secrets.Key);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(s_patience);
        string why = "no root is active";
        while (true)
        {
            _root ??= (await bus.DirectoryAsync()).FirstOrDefault(p => p["role"] == "root")?["node"];
            OrderReply? reply = _root is null ? null : await bus.OrderAsync(_root, OrderKind.Import, box);
            if (reply?.Accepted == true) return ImportTold.Parse(reply.Text);
            why = reply?.Text ?? (_root is null ? "no root is active" : $"{_root} does not answer");
            _root = null;
            try
            {
                await Task.Delay(s_again, patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new MoveException($"{why}. What was imported until now stays; do it again for the rest");
            }
        }
    }

    public async Task EndAsync(string note)
    {
        if (_root is not null) await bus.OrderAsync(_root, OrderKind.Note, $"importdb {_root} {note}");
    }
}

/// <summary>
/// A network that is one process and is stopped, or a trial: what an active root would do is done here. What is written
/// becomes entries of its log, with an election before and a resignation behind them.
/// </summary>
sealed class StoppedTaker : IImportTaker, IRootPorts
{
    private const string Node = "importdb";

    private readonly Writer _writer;
    private readonly FolderPlace? _place;
    private readonly TimeProvider _time;
    private readonly List<Entry> _entries = [];
    private ulong _stored;

    /// <param name="network">Null: there is none yet.</param>
    /// <param name="place">Where it is kept; null: this is a trial.</param>
    public StoppedTaker(Network? network, FolderPlace? place, LoadedConfig config, TimeProvider time)
    {
        (_place, _time) = (place, time);
        Network net = network ?? new Network();
        _stored = net.Seq;
        Entry election = Writer.Election(net, Node, config.Public, Now);
        Replay.Apply(net, net.Seq + 1, election);
        _entries.Add(election);
        _writer = new Writer(net, this, config.Secrets);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<ImportTold> TakeAsync(ImportBatch batch, CancellationToken stop)
    {
        if (_writer.Network.Level < Levels.OfImports)
            throw new MoveException(string.Create(
                CultureInfo.InvariantCulture,
                $"the network is at level {_writer.Network.Level}, and imports need {Levels.OfImports}: start it"));
        ImportTold told = _writer.Import(batch, Now);
        _writer.Flush();
        Store();
        return Task.FromResult(told);
    }

    public Task EndAsync(string note)
    {
        _writer.Resign(Writer.Anyone, Now, Commands.Auditing.Note(Environment.UserName, "importdb", Node, note));
        Store();
        return Task.CompletedTask;
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _entries.Add(entry);

    void IRootPorts.Reply(string to, Reply reply) { }

    void IRootPorts.Faulted(Request request, Exception fault) { }

    private void Store()
    {
        _place?.Append(_stored, [.. _entries.Select(Codec.Encode)]);
        _stored += (ulong)_entries.Count;
        _entries.Clear();
    }
}
