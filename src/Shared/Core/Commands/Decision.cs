using IrcNats.Events;
using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>What a command comes to: facts for everyone, replies for the one who asked.</summary>
public readonly record struct Decision(IReadOnlyList<Event> Events, IReadOnlyList<Line> Replies)
{
    /// <summary>What comes after the replies; only of commands that leaves answer.</summary>
    public LongAnswer? AtLength { get; init; }

    public static Decision Nothing => new([], []);

    public static Decision Reply(params IEnumerable<Line> lines) => new([], [.. lines]);

    public static implicit operator Decision(Event happened) => new([happened], []);
    public static implicit operator Decision(Line reply) => new([], [reply]);
    public static implicit operator Decision(List<Line> replies) => new([], replies);
    public static implicit operator Decision(LongAnswer answer) => new([], []) { AtLength = answer };
}
