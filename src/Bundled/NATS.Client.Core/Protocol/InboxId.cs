using System.Security.Cryptography;

namespace NATS.Client.Core.Protocol;

/// <summary>Unguessable words for inbox subjects.</summary>
internal static class InboxId
{
    public static string Next() =>
        RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 22);
}
