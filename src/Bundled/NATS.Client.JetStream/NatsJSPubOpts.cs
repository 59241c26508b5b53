using System.Globalization;
using Microsoft.Extensions.Primitives;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>What a stream must check before it stores a message, and how often to try when no stream answers.</summary>
public record NatsJSPubOpts : NatsPubOpts
{
    public static readonly NatsJSPubOpts Default = new();

    public string? MsgId { get; init; }

    public string? ExpectedLastMsgId { get; init; }

    public string? ExpectedStream { get; init; }

    public ulong? ExpectedLastSequence { get; init; }

    public ulong? ExpectedLastSubjectSequence { get; init; }

    public string? ExpectedLastSubjectSequenceSubject { get; init; }

    public TimeSpan RetryWaitBetweenAttempts { get; init; } = TimeSpan.FromMilliseconds(250);

    public int RetryAttempts { get; init; } = 1;

    /// <summary>The headers with these checks added; the caller's own are left alone.</summary>
    internal NatsHeaders? AddTo(NatsHeaders? headers)
    {
        (string Name, string? Value)[] checks =
        [
            ("Nats-Msg-Id", MsgId),
            ("Nats-Expected-Last-Msg-Id", ExpectedLastMsgId),
            ("Nats-Expected-Stream", ExpectedStream),
            ("Nats-Expected-Last-Sequence", Text(ExpectedLastSequence)),
            ("Nats-Expected-Last-Subject-Sequence", Text(ExpectedLastSubjectSequence)),
            ("Nats-Expected-Last-Subject-Sequence-Subject", ExpectedLastSubjectSequenceSubject),
        ];
        NatsHeaders? own = null;
        foreach (var (name, value) in checks)
        {
            if (value is null)
                continue;
            own ??= headers is null ? [] : new NatsHeaders(new Dictionary<string, StringValues>(headers));
            own[name] = value;
        }

        return own ?? headers;
    }

    private static string? Text(ulong? number) => number?.ToString(CultureInfo.InvariantCulture);
}
