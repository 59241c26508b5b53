using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// Snapshots in stream IRC_SNAP. The chunks come first, then the manifest that makes them count. A snapshot that does
/// not fit its digest is not used.
/// </summary>
sealed class SnapshotStore(BusConnection connection, Subjects subjects, ILogger log)
{
    // Below the server's default max_payload of 1 MiB, with room for the envelope.
    private const int ChunkBytes = 512 * 1024;

    // The newest snapshot stays, and the one before, in case somebody reads it while it is being replaced.
    private const int Kept = 2;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly NatsJSContext _js = new(connection);
    private readonly Queue<ulong> _saved = [];

    /// <summary>The newest snapshot; null when there is none that can be used. Waits until NATS answers.</summary>
    public async Task<NetworkSnapshot?> LoadAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await TryLoadAsync(stop);
            }
            catch (NatsException e)
            {
                BusLog.StreamSilent(log, "snapshot", e.Message);
                await Task.Delay(s_retry, stop);
            }
        }
    }

    private async Task<NetworkSnapshot?> TryLoadAsync(CancellationToken stop)
    {
        INatsJSStream stream = await LogStreams.WaitAsync(connection, subjects.SnapshotStream, log, stop);
        if (await ManifestAsync(stream, stop) is not { } manifest) return null;
        try
        {
            return await ReadAsync(stream, manifest, stop);
        }
        catch (Exception e) when (e is InvalidDataException or MessagePack.MessagePackSerializationException)
        {
            BusLog.BadSnapshot(log, manifest.Seq, e.Message);
            return null;
        }
    }

    /// <summary>The newest manifest; null when there is none.</summary>
    public async Task<SnapshotManifest?> ManifestAsync(CancellationToken stop) =>
        await ManifestAsync(await LogStreams.WaitAsync(connection, subjects.SnapshotStream, log, stop), stop);

    /// <summary>Stores a snapshot's bytes under its sequence. Time in Unix milliseconds.</summary>
    public async Task SaveAsync(ulong seq, byte[] bytes, string node, long time, CancellationToken stop)
    {
        int chunks = 0;
        foreach (byte[] chunk in bytes.Chunk(ChunkBytes))
        {
            SnapshotChunk stored = new(Payload.FormatVersion, seq, chunks, chunk);
            await PublishAsync(subjects.SnapshotChunk(seq, chunks), stored, stop);
            chunks++;
        }

        string digest = NetworkSnapshot.DigestOf(bytes);
        SnapshotManifest manifest = new(Payload.FormatVersion, seq, chunks, bytes.Length, digest, node, time);
        await PublishAsync(subjects.SnapshotManifest, manifest, stop);
        BusLog.Saved(log, seq, bytes.Length, chunks, digest);
        await TrimAsync(seq, stop);
    }

    private async Task TrimAsync(ulong seq, CancellationToken stop)
    {
        _saved.Enqueue(seq);
        while (_saved.Count > Kept)
        {
            StreamPurgeRequest old = new() { Filter = subjects.SnapshotChunks(_saved.Dequeue()) };
            await _js.PurgeStreamAsync(subjects.SnapshotStream, old, stop);
        }
    }

    private async Task PublishAsync(string subject, Payload payload, CancellationToken stop)
    {
        PubAckResponse ack = await _js.PublishAsync(subject, Codec.Encode(payload), cancellationToken: stop);
        ack.EnsureSuccess();
    }

    private static async Task<SnapshotManifest?> ManifestAsync(INatsJSStream stream, CancellationToken stop)
    {
        string subject = stream.Info.Config.Subjects!.Single().Replace(".>", ".manifest", StringComparison.Ordinal);
        byte[]? bytes = await LastAsync(stream, subject, stop);
        return bytes is not null && Codec.TryDecode(bytes, out SnapshotManifest? manifest, out _) ? manifest : null;
    }

    private async Task<NetworkSnapshot> ReadAsync(
        INatsJSStream stream, SnapshotManifest manifest, CancellationToken stop)
    {
        using MemoryStream bytes = new();
        for (int i = 0; i < manifest.Chunks && bytes.Length <= manifest.Bytes; i++)
        {
            byte[] stored = await LastAsync(stream, subjects.SnapshotChunk(manifest.Seq, i), stop)
                ?? throw new InvalidDataException($"chunk {i} of {manifest.Chunks} is missing");
            if (!Codec.TryDecode(stored, out SnapshotChunk? chunk, out string? error))
                throw new InvalidDataException(error);
            bytes.Write(chunk.Data.Span);
        }

        string digest = NetworkSnapshot.DigestOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        if (digest != manifest.Digest)
            throw new InvalidDataException($"digest is {digest}, the manifest says {manifest.Digest}");
        return Codec.DecodeSnapshot(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static async Task<byte[]?> LastAsync(INatsJSStream stream, string subject, CancellationToken stop)
    {
        StreamMsgGetRequest last = new() { LastBySubj = subject };
        NatsMsg<byte[]> got = await stream.GetDirectAsync<byte[]>(last, cancellationToken: stop);
        return got.Headers?.Code is null or 0 ? got.Data : null;
    }
}
