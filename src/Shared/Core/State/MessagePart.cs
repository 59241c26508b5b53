using MessagePack;

namespace IrcNats.State;

/// <summary>One line of a message of several: its text, and whether it goes on where the one before it ends.</summary>
[MessagePackObject]
public sealed record MessagePart([property: Key(0)] string Text, [property: Key(1)] bool Concat);
