using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>The active root dies before every step of the transcripts about several clients of a user. They see what
/// they see without that.</summary>
public sealed class SeveralFailoverTests
{
    private const string Strike = "!crash root";

    [Theory]
    [InlineData("Accounts/several.irc")]
    [InlineData("Accounts/several-end.irc")]
    [InlineData("Accounts/several-markread.irc")]
    [InlineData("Accounts/always-on.irc")]
    [InlineData("Accounts/auto-away.irc")]
    [InlineData("Accounts/clients.irc")]
    [InlineData("Accounts/devices.irc")]
    [InlineData("Accounts/persistence.irc")]
    public async Task Several_clients_are_one_user_whichever_root_dies_between_two_steps(string file)
    {
        string[] steps = [.. Scenarios.Read(file).Split('\n').SelectMany(Struck)];
        SimCluster cluster = new(seed: 1, Faults.Slow, TestConfig.Of(file), roots: 2, leaves: 2);
        await using SimStage stage = new(cluster);
        await new Transcript(stage).PlayAsync(string.Join('\n', steps));
        Assert.InRange(cluster.Judge.Elections, steps.Count(s => s == Strike), int.MaxValue);
        foreach (SimLeaf leaf in cluster.Leaves) cluster.Judge.Compare(leaf.Name, leaf.Core.Network);
    }

    private static string[] Struck(string step) => IsDone(step) ? [Strike, step] : [step];

    // A client does something: it sends a line, comes or goes.
    private static bool IsDone(string step) => !step.StartsWith('#')
        && step.Split(' ') is [var who, var what, ..] && (who.EndsWith('>') || what is "attaches" or "closes");
}
