using System.Globalization;
using IrcNats.Ports;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>
/// Snapshots of one kind in stream IRC_SNAP. The chunks come first, then the manifest that makes them count. A snapshot
/// that does not fit its digest is not used.
/// </summary>
sealed class SnapshotStore(BusConnection connection, string stream, SnapshotSubjects subjects, ILogger log)
{
    // Below the server's default max_payload of 1 MiB, with room for the envelope.
    private const int ChunkBytes = 512 * 1024;

    // The newest snapshot stays, and the one before, in case somebody reads it while it is being replaced.
    private const int Kept = 2;

    private const int WrongLastSequence = 10071;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly NatsJSContext _js = new(connection);
    // Where the manifest is in the stream that was read or written last; 0: there was none.
    private ulong _manifestAt;

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
        INatsJSStream found = await LogStreams.WaitAsync(connection, stream, log, stop);
        if (await ManifestAsync(found, stop) is not { } manifest) return null;
        try
        {
            return await ReadAsync(found, manifest, stop);
        }
        catch (Exception e) when (e is InvalidDataException or MessagePack.MessagePackSerializationException)
        {
            BusLog.BadSnapshot(log, manifest.Seq, e.Message);
            return null;
        }
    }

    /// <summary>The newest manifest; null when there is none.</summary>
    public async Task<SnapshotManifest?> ManifestAsync(CancellationToken stop) =>
        await ManifestAsync(await LogStreams.WaitAsync(connection, stream, log, stop), stop);

    /// <summary>Stores a snapshot's bytes under its sequence. Time in Unix milliseconds.</summary>
    /// <param name="fenced">Not if another process has stored one since this object read or stored one.</param>
    /// <exception cref="InvalidOperationException">Another has.</exception>
    public async Task SaveAsync(
        ulong seq, byte[] bytes, string node, long time, CancellationToken stop, bool fenced = false)
    {
        int chunks = 0;
        foreach (byte[] chunk in bytes.Chunk(ChunkBytes))
        {
            SnapshotChunk stored = new(Payload.FormatVersion, seq, chunks, chunk);
            await PublishAsync(subjects.Chunk(seq, chunks), stored, null, stop);
            chunks++;
        }

        string digest = NetworkSnapshot.DigestOf(bytes);
        SnapshotManifest manifest = new(Payload.FormatVersion, seq, chunks, bytes.Length, digest, node, time);
        NatsJSPubOpts? fence = fenced ? new() { ExpectedLastSubjectSequence = _manifestAt } : null;
        _manifestAt = await PublishAsync(subjects.Manifest, manifest, fence, stop);
        BusLog.Saved(log, seq, bytes.Length, chunks, digest);
        await TrimAsync(seq, stop);
    }

    /// <summary>
    /// Sequences of the newest snapshot and the one before, the newest first; fewer if there are not so many.
    /// </summary>
    public async Task<IReadOnlyList<ulong>> NewestAsync(CancellationToken stop) =>
        await ManifestAsync(stop) is { } newest ? [.. (await OlderAsync(newest.Seq + 1, stop)).Take(Kept)] : [];

    // Whoever stored them: processes come and go.
    private async Task TrimAsync(ulong seq, CancellationToken stop)
    {
        foreach (ulong old in (await OlderAsync(seq + 1, stop)).Skip(Kept))
            await _js.PurgeStreamAsync(stream, new StreamPurgeRequest { Filter = subjects.Chunks(old) }, stop);
    }

    // Snapshots of before a sequence, the newest first.
    private async Task<IEnumerable<ulong>> OlderAsync(ulong before, CancellationToken stop)
    {
        StreamInfoRequest chunks = new() { SubjectsFilter = subjects.FirstChunks };
        StreamState state = (await _js.GetStreamAsync(stream, chunks, stop)).Info.State;
        return (state.Subjects?.Keys ?? []).Select(subjects.SeqOf).OfType<ulong>().Where(s => s < before)
            .OrderDescending();
    }

    private async Task<ulong> PublishAsync(
        string subject, Payload payload, NatsJSPubOpts? fence, CancellationToken stop)
    {
        PubAckResponse ack =
            await _js.PublishAsync(subject, Codec.Encode(payload), opts: fence, cancellationToken: stop);
        if (ack.Error is { ErrCode: WrongLastSequence })
            throw new InvalidOperationException("another process has stored one meanwhile");
        ack.EnsureSuccess();
        return ack.Seq;
    }

    private async Task<SnapshotManifest?> ManifestAsync(INatsJSStream found, CancellationToken stop)
    {
        (byte[]? bytes, _manifestAt) = await LastAsync(found, subjects.Manifest, stop);
        return bytes is not null && Codec.TryDecode(bytes, out SnapshotManifest? manifest, out _) ? manifest : null;
    }

    private async Task<NetworkSnapshot> ReadAsync(
        INatsJSStream found, SnapshotManifest manifest, CancellationToken stop)
    {
        using MemoryStream bytes = new();
        for (int i = 0; i < manifest.Chunks && bytes.Length <= manifest.Bytes; i++)
        {
            byte[] stored = (await LastAsync(found, subjects.Chunk(manifest.Seq, i), stop)).Bytes
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

    private static async Task<(byte[]? Bytes, ulong At)> LastAsync(
        INatsJSStream found, string subject, CancellationToken stop)
    {
        StreamMsgGetRequest last = new() { LastBySubj = subject };
        NatsMsg<byte[]> got = await found.GetDirectAsync<byte[]>(last, cancellationToken: stop);
        if (got.Headers?.Code is not (null or 0)) return default;
        string? at = got.Headers?["Nats-Sequence"];
        return (got.Data, ulong.TryParse(at, CultureInfo.InvariantCulture, out ulong seq) ? seq : 0);
    }
}
