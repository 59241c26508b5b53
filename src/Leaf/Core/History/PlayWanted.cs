using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// What a session asked ZNC's module for. Some clients ask before they join: the channel is played when they do, soon
/// after. https://wiki.znc.in/Playback
/// </summary>
/// <param name="Channels">Null: all.</param>
/// <param name="After">Unix milliseconds; null: from the beginning.</param>
/// <param name="Before">Null: to the end.</param>
/// <param name="At">When it was asked, by the leaf's steady clock.</param>
sealed record PlayWanted(IReadOnlySet<Folded>? Channels, long? After, long? Before, long At)
{
    // Milliseconds after which it is forgotten.
    private const long Lasts = 30_000;

    public bool IsFor(Folded channel, long now) =>
        now - At < Lasts && (Channels is null || Channels.Contains(channel));
}
