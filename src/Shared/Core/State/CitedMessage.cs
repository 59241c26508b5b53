using MessagePack;

namespace IrcNats.State;

/// <summary>What is known of a message whose msgid somebody names: where it was said, by whom, when (Unix
/// milliseconds), and to whom; channel or user is null.</summary>
[MessagePackObject]
public sealed record CitedMessage(
    [property: Key(0)] string? Channel, [property: Key(1)] UserId? To, [property: Key(2)] UserId From,
    [property: Key(3)] MemberModes AtLeast, [property: Key(4)] long Time)
{
    /// <summary>It was for those of that rank because the sender had no say (+U).</summary>
    [Key(5)] public bool IsModerated { get; init; }
    /// <summary>The account of who said it; null: they were not logged in.</summary>
    [Key(6)] public string? Account { get; init; }
    [Key(7)] public Position At { get; init; }
}
