using IrcNats.Events;
using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>What a command comes to: events for everyone, replies for the asker.</summary>
public readonly record struct Decision(IReadOnlyList<Event> Events, IReadOnlyList<Line> Replies)
{
    /// <summary>The rest of the answer, which comes after the replies; only for commands that leaves answer.</summary>
    public LongAnswer? AtLength { get; init; }

    public static Decision Nothing => new([], []);

    public static Decision Reply(params IEnumerable<Line> lines) => new([], [.. lines]);

    public static implicit operator Decision(Event happened) => new([happened], []);
    public static implicit operator Decision(Line reply) => new([], [reply]);
    public static implicit operator Decision(List<Line> replies) => new([], replies);
    public static implicit operator Decision(LongAnswer answer) => new([], []) { AtLength = answer };
}
