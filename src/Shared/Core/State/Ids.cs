using MessagePack;

namespace IrcNats.State;

/// <summary>A user on the network, for as long as they are there; never used again.</summary>
[MessagePackObject]
public readonly record struct UserId([property: Key(0)] ulong Value)
{
    /// <summary>Sorts users by age: the user who came first is first.</summary>
    public static IComparer<UserId> InOrder { get; } =
        Comparer<UserId>.Create((one, other) => one.Value.CompareTo(other.Value));

    public override string ToString() => $"u{Value}";
}

/// <summary>
/// One attached connection: the leaf it is on, the run of that leaf's process (its incarnation), and a number
/// that counts up in that run.
/// </summary>
[MessagePackObject]
public readonly record struct SessionId(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong Number)
{
    /// <summary>The session of a user who has none for now.</summary>
    public static SessionId None { get; } = new("", 0, 0);

    public override string ToString() => $"{Leaf}/{Incarnation:x}/{Number}";
}
