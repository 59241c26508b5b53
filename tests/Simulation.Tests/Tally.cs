namespace IrcNats.Simulation.Tests;

/// <summary>
/// What went wrong in runs that passed: processes that died and stood still, and commands refused because roots ended
/// while they decided them: of those, or of something else twice.
/// </summary>
readonly record struct Tally(int Crashes, int Pauses, int Poison, int Innocent)
{
    public static Tally operator +(Tally one, Tally other) => new(
        one.Crashes + other.Crashes, one.Pauses + other.Pauses, one.Poison + other.Poison,
        one.Innocent + other.Innocent);

    public override string ToString() =>
        $"{Crashes} crashes, {Pauses} pauses, {Poison} poison commands refused, {Innocent} innocent ones";
}
