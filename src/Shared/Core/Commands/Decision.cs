using IrcNats.Events;
using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>What a command comes to: facts for everyone, replies for the one who asked.</summary>
public readonly record struct Decision(IReadOnlyList<Event> Events, IReadOnlyList<Line> Replies)
{
    public static Decision Nothing => new([], []);

    public static Decision Reply(params IEnumerable<Line> lines) => new([], [.. lines]);

    public static implicit operator Decision(Event happened) => new([happened], []);
    public static implicit operator Decision(Line reply) => new([], [reply]);
    public static implicit operator Decision(List<Line> replies) => new([], replies);
}
