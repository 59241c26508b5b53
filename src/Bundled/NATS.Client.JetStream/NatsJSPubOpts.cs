using System.Globalization;
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

    internal NatsHeaders? AddTo(NatsHeaders? headers)
    {
        Set(ref headers, "Nats-Msg-Id", MsgId);
        Set(ref headers, "Nats-Expected-Last-Msg-Id", ExpectedLastMsgId);
        Set(ref headers, "Nats-Expected-Stream", ExpectedStream);
        Set(ref headers, "Nats-Expected-Last-Sequence", ExpectedLastSequence?.ToString(CultureInfo.InvariantCulture));
        Set(
            ref headers,
            "Nats-Expected-Last-Subject-Sequence",
            ExpectedLastSubjectSequence?.ToString(CultureInfo.InvariantCulture));
        Set(ref headers, "Nats-Expected-Last-Subject-Sequence-Subject", ExpectedLastSubjectSequenceSubject);
        return headers;
    }

    private static void Set(ref NatsHeaders? headers, string name, string? value)
    {
        if (value is not null)
            (headers ??= [])[name] = value;
    }
}
