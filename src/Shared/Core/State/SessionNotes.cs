using MessagePack;

namespace IrcNats.State;

/// <summary>What the network remembers of one connection of a user, besides where it comes from.</summary>
[MessagePackObject]
public sealed record SessionNotes
{
    /// <summary>Tells the connections of a user apart; the first one that they had is 0.</summary>
    [Key(0)] public int Number { get; init; }
    /// <summary>When it became one of the user's (Unix milliseconds); 0: when the user came.</summary>
    [Key(1)] public long Since { get; init; }
    /// <summary>Its own away message; null: somebody is there. "*" tells others nothing. See docs/bouncer.md</summary>
    [Key(2)] public string? Away { get; init; }
    /// <summary>When that was said; Unix milliseconds.</summary>
    [Key(3)] public long AwayAt { get; init; }

    /// <summary>The device that it named when it logged in; null: none.</summary>
    [Key(4)] public string? Device { get; init; }

    /// <summary>Of the first connection, of which there is nothing to remember.</summary>
    public static SessionNotes None { get; } = new();
}
