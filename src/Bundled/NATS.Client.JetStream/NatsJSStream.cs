using NATS.Client.Core;
using NATS.Client.JetStream.Json;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>One stream of a <see cref="NatsJSContext"/>.</summary>
public class NatsJSStream : INatsJSStream
{
    private readonly NatsJSContext _context;
    private readonly string _name;

    internal NatsJSStream(NatsJSContext context, StreamInfo info)
    {
        _context = context;
        _name = info.Config.Name ?? throw new NatsJSException("JetStream described a stream without a name");
        Info = info;
    }

    public StreamInfo Info { get; private set; }

    public ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default) =>
        _context.DeleteStreamAsync(_name, cancellationToken);

    public ValueTask<StreamPurgeResponse> PurgeAsync(
        StreamPurgeRequest request, CancellationToken cancellationToken = default) =>
        _context.PurgeStreamAsync(_name, request, cancellationToken);

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        StreamMsgDeleteRequest request, CancellationToken cancellationToken = default) =>
        _context.DeleteMessageAsync(_name, request, cancellationToken);

    public async ValueTask UpdateAsync(StreamConfig request, CancellationToken cancellationToken = default) =>
        Info = (await _context.UpdateStreamAsync(request, cancellationToken).ConfigureAwait(false)).Info;

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default) =>
        Info = (await _context.GetStreamAsync(_name, null, cancellationToken).ConfigureAwait(false)).Info;

    public ValueTask<NatsMsg<T>> GetDirectAsync<T>(
        StreamMsgGetRequest request,
        INatsDeserialize<T>? serializer = null,
        CancellationToken cancellationToken = default) =>
        _context.Connection.RequestAsync<StreamMsgGetRequest, T>(
            $"{_context.Opts.Prefix}.DIRECT.GET.{_name}",
            request,
            requestSerializer: JetStreamSerializer<StreamMsgGetRequest>.Default,
            replySerializer: serializer,
            replyOpts: _context.ReplyOpts,
            cancellationToken: cancellationToken);

    public ValueTask<StreamMsgGetResponse> GetAsync(
        StreamMsgGetRequest request, CancellationToken cancellationToken = default) =>
        _context.JSRequestResponseAsync<StreamMsgGetRequest, StreamMsgGetResponse>(
            $"{_context.Opts.Prefix}.STREAM.MSG.GET.{_name}", request, cancellationToken);
}
