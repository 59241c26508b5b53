using IrcNats.Commands;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;

namespace IrcNats.Tests.LeafUnits;

/// <summary>Rows at At.Session and their handlers: none without the other.</summary>
public sealed class SessionCommandsTests
{
    private static readonly string[] s_rows =
        [.. CommandTable.All.Values.Where(e => e.Session is not null).Select(e => e.Command.Name)];

    [Fact]
    public void A_handler_for_each_row_is_what_a_leaf_needs() => Build(s_rows);

    [Fact]
    public void A_row_without_a_handler_is_named() => Assert.Contains(
        "MONITOR", Assert.Throws<InvalidOperationException>(() => Build(s_rows.Except(["MONITOR"]))).Message);

    [Fact]
    public void A_handler_without_a_row_is_named() => Assert.Contains(
        "KICK", Assert.Throws<InvalidOperationException>(() => Build(s_rows.Append("KICK"))).Message);

    // CAP is there at both stages, MONITOR for users, NICK and AWAY (with its capability) for newcomers: the root has
    // them after that.
    [Theory]
    [InlineData("CAP LS", Stages.Registering, Capabilities.None, null)]
    [InlineData("CAP", Stages.Registered, Capabilities.None, "461")]
    [InlineData("MONITOR L", Stages.Registering, Capabilities.None, "451")]
    [InlineData("MONITOR L", Stages.Registered, Capabilities.None, null)]
    [InlineData("NICK bob", Stages.Registering, Capabilities.None, null)]
    [InlineData("KICK #a bob", Stages.Registering, Capabilities.None, "451")]
    [InlineData("AWAY :gone", Stages.Registering, Capabilities.None, "451")]
    [InlineData("AWAY :gone", Stages.Registering, Capabilities.PreAway, null)]
    [InlineData("NOSUCH", Stages.Registering, Capabilities.None, "421")]
    public void Refusals_come_from_the_rows(string line, Stages stage, Capabilities has, string? refusal) =>
        Assert.Equal(refusal, CommandTable.RefuseSession("*", stage, has, Line.Parse(line))?.Command);

    private static SessionCommands Build(IEnumerable<string> verbs) =>
        new(new Output(new Replica(null)), [.. verbs.Select(verb => new Verb(verb))]);

    private sealed class Verb(string verb) : ISessionVerb
    {
        string ISessionVerb.Verb => verb;
    }
}
