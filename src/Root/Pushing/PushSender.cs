using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using IrcNats.Root.Core.Push;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace IrcNats.Root.Pushing;

/// <summary>
/// Gives messages to push servers, encrypted for the client that reads there. Whatever a push server does, the answer
/// comes within the time that the configuration allows. https://www.rfc-editor.org/rfc/rfc8030
/// </summary>
sealed class PushSender : IDisposable
{
    // Of an answer: nobody reads it.
    private const int LongestAnswer = 16 * 1024;

    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(2), s_holds = TimeSpan.FromDays(7);

    private readonly OutsideConnector _connector = new();
    private readonly HttpClient _http;

    /// <param name="trusts">Whom to trust; null: whom the system trusts.</param>
    public PushSender(RemoteCertificateValidationCallback? trusts = null) => _http = new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = trusts },
        ConnectCallback = _connector.ConnectAsync, AllowAutoRedirect = false, UseProxy = false, UseCookies = false,
        PooledConnectionIdleTimeout = s_kept, PooledConnectionLifetime = s_kept, MaxConnectionsPerServer = 16,
    })
    {
        MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<PushResult> SendAsync(OutgoingPush push, TimeProvider time, CancellationToken stop)
    {
        if (push.Secrets.Push is not { } settings) return new PushResult(PushOutcome.Refused, "push is off");
        _connector.Inside = settings.Inside;
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(settings.Timeout), time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await Task.Run(() => SendAsync(push, settings, either.Token), either.Token)
                .WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new PushResult(PushOutcome.Failed, $"a push server took longer than {settings.Timeout} ms");
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // Whatever it is: one message must not end a root. What an exception says may have the URL in it.
            return ResultOf(fault);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<PushResult> SendAsync(OutgoingPush push, PushSettings settings, CancellationToken patience)
    {
        if (PushEndpoint.Opened(push.Secrets.Key.OpenedPush(push.Secret.Span, push.Account)) is not { } to)
            return new PushResult(PushOutcome.Refused, "it was sealed under another network.secret-file");
        using VapidAuthentication who = new(push.Secrets.Key.VapidPublicKey(), push.Secrets.Key.VapidPrivateKey())
        {
            Subject = settings.Subscriber,
        };
        PushSubscription subscription = new() { Endpoint = to.Url };
        subscription.SetKey(PushEncryptionKeyName.P256DH, to.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, to.Auth);
        PushMessage message = new(push.Line)
        {
            TimeToLive = (int)s_holds.TotalSeconds,
            Urgency = push.IsUrgent ? PushMessageUrgency.High : PushMessageUrgency.Normal,
        };
        await new PushServiceClient(_http) { AutoRetryAfter = false }
            .RequestPushMessageDeliveryAsync(subscription, message, who, patience);
        return new PushResult(PushOutcome.Sent);
    }

    private static PushResult ResultOf(Exception fault) => fault switch
    {
        // The client knows 201 alone; some push servers say that they will see to it (202).
        PushServiceClientException { StatusCode: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices } =>
            new PushResult(PushOutcome.Sent),
        PushServiceClientException { StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Gone } =>
            new PushResult(PushOutcome.Gone),
        PushServiceClientException { StatusCode: HttpStatusCode.TooManyRequests or >= (HttpStatusCode)500 } busy =>
            new PushResult(PushOutcome.Failed, $"a push server says {(int)busy.StatusCode}"),
        PushServiceClientException no =>
            new PushResult(PushOutcome.Refused, $"a push server says {(int)no.StatusCode}"),
        HttpRequestException { InnerException: InsideException inside } =>
            new PushResult(PushOutcome.Refused, inside.Message),
        HttpRequestException { InnerException: AuthenticationException } =>
            new PushResult(PushOutcome.Failed, "a push server has no certificate that is trusted"),
        HttpRequestException http => new PushResult(
            PushOutcome.Failed, $"a push server cannot be reached ({http.HttpRequestError})"),
        CryptographicException or FormatException or ArgumentException =>
            new PushResult(PushOutcome.Refused, "the client's keys are none"),
        _ => new PushResult(PushOutcome.Failed, fault.GetType().Name),
    };
}
