using System.Buffers;

namespace NATS.Client.Core.Protocol;

/// <summary>What would break the protocol's lines if it were let through in a subject.</summary>
internal static class SubjectRules
{
    private static readonly SearchValues<char> Breaking = SearchValues.Create(" \t\r\n\0");

    public static void Check(string? subject)
    {
        if (string.IsNullOrEmpty(subject))
            throw new NatsException("A subject is empty");
        CheckOptional(subject);
    }

    public static void CheckOptional(string? word)
    {
        if (word is not null && word.AsSpan().IndexOfAny(Breaking) >= 0)
            throw new NatsException($"'{word}' has white space in it, which no subject or queue group may");
    }
}
