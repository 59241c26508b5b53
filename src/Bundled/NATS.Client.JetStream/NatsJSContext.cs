using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream.Json;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>
/// The JetStream API over a connection.
/// https://docs.nats.io/reference/reference-protocols/nats_api_reference
/// </summary>
public class NatsJSContext : INatsJSContext
{
    private const int StreamNotFound = 10059;

    public NatsJSContext(INatsConnection connection)
        : this(connection, new NatsJSOpts(connection.Opts))
    {
    }

    public NatsJSContext(INatsConnection connection, NatsJSOpts opts)
    {
        Connection = connection;
        Opts = opts;
        ReplyOpts = new NatsSubOpts { Timeout = opts.RequestTimeout };
    }

    public INatsConnection Connection { get; }

    public NatsJSOpts Opts { get; }

    internal NatsSubOpts ReplyOpts { get; }

    public async ValueTask<PubAckResponse> PublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default)
    {
        var result = await TryPublishAsync(subject, data, serializer, opts, headers, cancellationToken)
            .ConfigureAwait(false);
        return result.Success ? result.Value : throw result.Error;
    }

    public async ValueTask<NatsResult<PubAckResponse>> TryPublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default)
    {
        opts ??= NatsJSPubOpts.Default;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var future = await PublishConcurrentAsync(subject, data, serializer, opts, headers, cancellationToken)
                    .ConfigureAwait(false);
                return await future.GetResponseAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (NatsNoRespondersException)
            {
                // No stream takes this subject, or its leader is being elected: only this is worth another attempt.
                if (attempt >= opts.RetryAttempts)
                    return new NatsJSPublishNoResponseException();
                await Task.Delay(opts.RetryWaitBetweenAttempts, cancellationToken).ConfigureAwait(false);
            }
            catch (NatsException e)
            {
                return e;
            }
        }
    }

    public async ValueTask<NatsJSPublishConcurrentFuture> PublishConcurrentAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default)
    {
        var connection = Connection as NatsConnection
            ?? throw new NatsJSException($"Can't publish through a {Connection.GetType()}");
        var reply = await connection.StartRequestAsync(
            subject,
            data,
            (opts ?? NatsJSPubOpts.Default).AddTo(headers),
            serializer,
            JetStreamSerializer<PubAckResponse>.Default,
            opts,
            ReplyOpts,
            cancellationToken).ConfigureAwait(false);
        return new NatsJSPublishConcurrentFuture(reply);
    }

    public async ValueTask<INatsJSStream> CreateStreamAsync(
        StreamConfig config, CancellationToken cancellationToken = default)
    {
        var subject = $"{Opts.Prefix}.STREAM.CREATE.{NameOf(config)}";
        return new NatsJSStream(
            this,
            await JSRequestResponseAsync<StreamConfig, StreamInfo>(subject, config, cancellationToken)
                .ConfigureAwait(false));
    }

    public async ValueTask<INatsJSStream> CreateOrUpdateStreamAsync(
        StreamConfig config, CancellationToken cancellationToken = default)
    {
        try
        {
            return await UpdateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        }
        catch (NatsJSApiException e) when (e.Error.ErrCode == StreamNotFound)
        {
            return await CreateStreamAsync(config, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<NatsJSStream> UpdateStreamAsync(
        StreamConfig request, CancellationToken cancellationToken = default)
    {
        var subject = $"{Opts.Prefix}.STREAM.UPDATE.{NameOf(request)}";
        return new NatsJSStream(
            this,
            await JSRequestResponseAsync<StreamConfig, StreamInfo>(subject, request, cancellationToken)
                .ConfigureAwait(false));
    }

    public async ValueTask<INatsJSStream> GetStreamAsync(
        string stream, StreamInfoRequest? request = null, CancellationToken cancellationToken = default)
    {
        var subject = $"{Opts.Prefix}.STREAM.INFO.{Checked(stream)}";
        return new NatsJSStream(
            this,
            await JSRequestResponseAsync<StreamInfoRequest, StreamInfo>(subject, request, cancellationToken)
                .ConfigureAwait(false));
    }

    public async ValueTask<bool> DeleteStreamAsync(string stream, CancellationToken cancellationToken = default)
    {
        var answer = await JSRequestResponseAsync<object, StreamDeleteResponse>(
            $"{Opts.Prefix}.STREAM.DELETE.{Checked(stream)}", null, cancellationToken).ConfigureAwait(false);
        return answer.Success;
    }

    public ValueTask<StreamPurgeResponse> PurgeStreamAsync(
        string stream, StreamPurgeRequest request, CancellationToken cancellationToken = default) =>
        JSRequestResponseAsync<StreamPurgeRequest, StreamPurgeResponse>(
            $"{Opts.Prefix}.STREAM.PURGE.{Checked(stream)}", request, cancellationToken);

    public ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        string stream, StreamMsgDeleteRequest request, CancellationToken cancellationToken = default) =>
        JSRequestResponseAsync<StreamMsgDeleteRequest, StreamMsgDeleteResponse>(
            $"{Opts.Prefix}.STREAM.MSG.DELETE.{Checked(stream)}", request, cancellationToken);

    public string NewBaseInbox() => Connection.NewInbox();

    public async ValueTask<TResponse> JSRequestResponseAsync<TRequest, TResponse>(
        string subject, TRequest? request, CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class
    {
        var msg = await Connection.RequestAsync<TRequest, byte[]>(
            subject,
            request,
            requestSerializer: JetStreamSerializer<TRequest>.Default,
            replySerializer: NatsRawSerializer<byte[]>.Default,
            replyOpts: ReplyOpts,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return ReadAnswer<TResponse>(subject, msg.Data ?? []);
    }

    private static TResponse ReadAnswer<TResponse>(string subject, byte[] json)
        where TResponse : class
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.TryGetProperty("error", out var error))
                throw new NatsJSApiException(error.Deserialize(JetStreamJson.Default.ApiError) ?? new ApiError());
            return JetStreamSerializer<TResponse>.Default.Deserialize(new(json))
                ?? throw new NatsJSException($"The answer to {subject} is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new NatsJSException($"The answer to {subject} is not what it should be: {e.Message}", e);
        }
    }

    private static string NameOf(StreamConfig config) => Checked(config.Name);

    // A stream's name becomes one token of a subject.
    private static string Checked(string? stream) =>
        string.IsNullOrEmpty(stream) || stream.AsSpan().IndexOfAny(" .*>\t\r\n") >= 0
            ? throw new NatsJSException($"'{stream}' can't be the name of a stream")
            : stream;
}
