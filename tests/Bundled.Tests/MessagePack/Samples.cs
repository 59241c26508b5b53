using MessagePack;

namespace IrcNats.Bundled.Tests.MessagePackContract;

// Types as src/Shared/Wire declares its own. Public, as the official package wants them.

[MessagePackObject]
public sealed record Pair([property: Key(0)] string? Text, [property: Key(1)] int Number);

/// <summary>Pair, a version later.</summary>
[MessagePackObject]
public sealed record Grown(
    [property: Key(0)] string? Text, [property: Key(1)] int Number, [property: Key(2)] Pair? Inner);

[MessagePackObject]
public sealed record WithHoles([property: Key(1)] string? Text, [property: Key(3)] int Number);

[MessagePackObject]
public readonly record struct Point([property: Key(0)] int X, [property: Key(1)] string? Label);

[MessagePackObject]
public sealed record Initialized
{
    [Key(0)]
    public int Number { get; init; } = 42;

    [Key(1)]
    public string Text { get; init; } = "default";
}

[MessagePackObject]
public sealed class Settable
{
    [Key(0)]
    public int Number { get; set; } = 7;

    [Key(1)]
    public string? Text { get; set; } = "unset";

    [IgnoreMember]
    public int Twice => 2 * Number;
}

[MessagePackObject]
public sealed record HalfAndHalf([property: Key(0)] int Number)
{
    [Key(1)]
    public string Text { get; init; } = "default";
}

[MessagePackObject]
public sealed class TwoConstructors
{
    public TwoConstructors(int number, string? text)
    {
        Number = number;
        Text = text;
    }

    [SerializationConstructor]
    public TwoConstructors(int number) => Number = number + 1000;

    [Key(0)]
    public int Number { get; set; }

    [Key(1)]
    public string? Text { get; set; }
}

[MessagePackObject]
public sealed record Empty;

[MessagePackObject]
public sealed class Tree(Tree? child)
{
    [Key(0)]
    public Tree? Child { get; } = child;
}

[MessagePackObject]
public sealed record Boxed<T>([property: Key(0)] T Value);

public enum Colour : byte
{
    Red = 0,
    Green = 200,
}

public enum Distance : long
{
    Far = -5_000_000_000,
}

[Union(0, typeof(Joined))]
[Union(1, typeof(Kicked))]
[Union(300, typeof(Named))]
public abstract record Happening;

[MessagePackObject]
public sealed record Joined([property: Key(0)] ulong User, [property: Key(1)] string Channel) : Happening;

[MessagePackObject]
public sealed record Kicked(
    [property: Key(0)] ulong User, [property: Key(1)] ulong By, [property: Key(2)] string? Reason) : Happening;

[MessagePackObject]
public sealed record Named([property: Key(0)] Pair? Name) : Happening;

[MessagePackObject]
public sealed record NotInTheUnion([property: Key(0)] int Number) : Happening;

[Union(5, typeof(Square))]
public interface IShape;

[MessagePackObject]
public sealed record Square([property: Key(0)] int Side) : IShape;

[Union(0, typeof(Dog))]
[MessagePackObject]
public abstract record Animal([property: Key(0)] string Name);

[MessagePackObject]
public sealed record Dog(string Name, [property: Key(1)] int Age) : Animal(Name);

/// <summary>As large as a message of ours: text, numbers, a record and a list of events.</summary>
[MessagePackObject]
public sealed record Entry(
    [property: Key(0)] string? Source,
    [property: Key(1)] string? Target,
    [property: Key(2)] ulong Sequence,
    [property: Key(3)] DateTime Time,
    [property: Key(4)] Pair? Pair,
    [property: Key(5)] IReadOnlyList<Happening?> Events)
{
    public static Entry Sample { get; } = new(
        "alice", "#dotnet", 123_456_789_012, DateTime.UnixEpoch.AddTicks(17_000_000_001), new Pair("x", -5),
        [new Joined(1, "#a"), new Kicked(2, ulong.MaxValue, "bye"), null, new Named(new Pair(null, 70_000))]);
}
