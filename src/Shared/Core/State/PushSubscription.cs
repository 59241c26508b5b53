using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>Where a client of an account wants to be told of messages, also while it is not connected (Web Push).
/// </summary>
/// <param name="Id">The same for the same place; roots make it of the URL with their key.</param>
/// <param name="Secret">The URL and the client's keys, sealed: only roots can open it.</param>
/// <param name="At">When the client asked for it last; Unix milliseconds.</param>
[MessagePackObject]
public sealed record PushSubscription(
    [property: Key(0)] ReadOnlyMemory<byte> Id, [property: Key(1)] ReadOnlyMemory<byte> Secret,
    [property: Key(2)] long At)
{
    /// <summary>Bytes of an id.</summary>
    public const int IdBytes = 16;

    /// <summary>Everything in it as one text.</summary>
    [IgnoreMember]
    public string Sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{Convert.ToBase64String(Id.Span)} {Convert.ToBase64String(Secret.Span)} {At}");
}
