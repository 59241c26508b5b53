using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Where the JetStream API is and how long to wait for it.</summary>
public record NatsJSOpts
{
    public NatsJSOpts(NatsOpts opts, string? apiPrefix = null, string? domain = null, TimeSpan? requestTimeout = null)
    {
        if (apiPrefix is not null && domain is not null)
            throw new NatsJSException("Either apiPrefix or domain may be given, not both");
        ApiPrefix = apiPrefix ?? "$JS.API";
        Domain = domain;
        RequestTimeout = requestTimeout ?? opts.RequestTimeout;
    }

    public string Prefix => Domain is null ? ApiPrefix : $"$JS.{Domain}.API";

    public string ApiPrefix { get; }

    public string? Domain { get; }

    public TimeSpan RequestTimeout { get; }
}
