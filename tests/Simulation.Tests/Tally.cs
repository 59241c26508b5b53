namespace IrcNats.Simulation.Tests;

/// <summary>
/// What happened in runs that passed: processes died and stood still, users were resumed, and commands were refused
/// because roots ended while they decided them: of those, or of something else twice.
/// </summary>
readonly record struct Tally(int Crashes, int Pauses, int Resumed, int Poison, int Innocent)
{
    public static Tally operator +(Tally one, Tally other) => new(
        one.Crashes + other.Crashes, one.Pauses + other.Pauses, one.Resumed + other.Resumed,
        one.Poison + other.Poison, one.Innocent + other.Innocent);

    public override string ToString() =>
        $"{Crashes} crashes, {Pauses} pauses, {Resumed} users resumed, {Poison} poison commands refused, "
        + $"{Innocent} innocent ones";
}
