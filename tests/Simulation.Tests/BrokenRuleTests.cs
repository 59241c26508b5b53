using Xunit.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>Breaks rules on purpose: a simulator that does not notice would be worth nothing.</summary>
public sealed class BrokenRuleTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    [Theory]
    // Two roots decide without knowing of each other: the network of one of them is not what the log says.
    [InlineData(BrokenRule.NoFencing, "does not settle", "has the digest", "is not what the log makes")]
    [InlineData(BrokenRule.NoMemory, "is twice in the log")]
    [InlineData(BrokenRule.GoesOnAfterHandover, "writes after it resigned")]
    // Processes believe for good in what the log has lost, and not in what it has instead.
    [InlineData(BrokenRule.NeverDoubtsTheLog, "does not settle", "users without a connection stay")]
    [InlineData(BrokenRule.TrustsTheClock, "the network's time")]
    [InlineData(BrokenRule.ShownBeforeStored, "which the log does not have for it")]
    [InlineData(BrokenRule.NoGenerationCheck, "became an operator by")]
    [InlineData(BrokenRule.EveryClientIsTheLast, "quits with one client, and has another")]
    public void A_broken_rule_is_found_out(object broken, params string[] because)
    {
        // Nobody else has several clients.
        SimExtras extras = broken is BrokenRule.EveryClientIsTheLast ? SimExtras.Accounts : SimExtras.None;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            string? found = Record.Exception(() => SimRun.Play(seed, (BrokenRule)broken, extras))?.Message;
            if (found is null || !because.Any(b => found.Contains(b, StringComparison.Ordinal))) continue;
            // The cause is the broken rule: without it the same seed passes.
            SimRun.Play(seed, extras: extras);
            output.WriteLine(found);
            return;
        }

        Assert.Fail($"{Seeds} seeds did not find out {broken}");
    }
}
