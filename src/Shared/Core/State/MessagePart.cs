using MessagePack;

namespace IrcNats.State;

/// <summary>
/// One line of a message of several lines: its text, and whether it continues the line before it without a break.
/// </summary>
[MessagePackObject]
public sealed record MessagePart([property: Key(0)] string Text, [property: Key(1)] bool Concat);
