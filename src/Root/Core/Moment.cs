namespace IrcNats.Root.Core;

/// <summary>When something reaches the core, in milliseconds. The core has no clock: whoever feeds it says the time.
/// </summary>
/// <param name="Steady">For durations: goes on evenly, and nobody sets it.</param>
/// <param name="Wall">What the machine's clock says: Unix time, and somebody may set it.</param>
public readonly record struct Moment(long Steady, long Wall);
