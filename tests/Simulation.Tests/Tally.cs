namespace IrcNats.Simulation.Tests;

/// <summary>
/// What happened in runs that passed: processes died and stood still, users were resumed, and commands were refused
/// because roots ended while they decided them (guilty ones and innocent ones).
/// </summary>
readonly record struct Tally(int Crashes, int Pauses, int Resumed, int Poison, int Innocent)
{
    /// <summary>
    /// Hand-overs that were ordered, power failures that cost the log its end, and replicas that were made anew.
    /// </summary>
    public int Handovers { get; init; }
    public int TimesBack { get; init; }
    public int Rebuilt { get; init; }
    /// <summary>Messages that were found in the archive, and runs of archivers that began too late.</summary>
    public int Archived { get; init; }
    public int Gaps { get; init; }
    /// <summary>Connections that became further ones of a user, and users who stayed without any.</summary>
    public int Attached { get; init; }
    public int Detached { get; init; }
    /// <summary>Runs in which the log went back behind an epoch that the archive has.</summary>
    public int Outrun { get; init; }

    public static Tally operator +(Tally one, Tally other) => new(
        one.Crashes + other.Crashes, one.Pauses + other.Pauses, one.Resumed + other.Resumed,
        one.Poison + other.Poison, one.Innocent + other.Innocent)
    {
        Handovers = one.Handovers + other.Handovers, TimesBack = one.TimesBack + other.TimesBack,
        Rebuilt = one.Rebuilt + other.Rebuilt, Archived = one.Archived + other.Archived, Gaps = one.Gaps + other.Gaps,
        Outrun = one.Outrun + other.Outrun, Attached = one.Attached + other.Attached,
        Detached = one.Detached + other.Detached,
    };

    public override string ToString() =>
        $"{Crashes} crashes, {Pauses} pauses, {Handovers} hand-overs, {TimesBack} times the log went back, "
        + $"{Rebuilt} replicas made anew, {Resumed} users resumed, {Poison} poison commands refused, "
        + $"{Innocent} innocent ones, {Archived} messages archived, {Gaps} gaps, {Outrun} outrun, "
        + $"{Attached} clients attached, {Detached} users without clients";
}
