using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Commands;

/// <summary>Every command of a service that is for operators, and what it takes. One rule asks for it, before any
/// handler.</summary>
public sealed class ServiceVerbTests
{
    // The capability that each takes.
    private static readonly Dictionary<string, string> s_needs = new()
    {
        ["NICKSERV LIST"] = "accreg", ["NICKSERV SAREGISTER"] = "accreg", ["NICKSERV SAVERIFY"] = "accreg",
        ["NICKSERV SUSPEND"] = "accreg",
        ["CHANSERV LIST"] = "chanreg", ["CHANSERV PURGE"] = "chanreg",
        ["HOSTSERV APPROVE"] = "vhosts", ["HOSTSERV DEL"] = "vhosts", ["HOSTSERV REJECT"] = "vhosts",
        ["HOSTSERV SET"] = "vhosts", ["HOSTSERV WAITING"] = "vhosts",
    };

    public static TheoryData<string> Verbs => [.. s_needs.Keys];

    [Fact]
    public void Each_is_in_the_table() => Assert.Equal(
        s_needs.Keys.Order(),
        from service in new[] { "NICKSERV", "CHANSERV", "HOSTSERV" }
        from verb in HelpOf(service, new Oper("root", "")).Except(HelpOf(service, oper: null))
        orderby $"{service} {verb}"
        select $"{service} {verb}");

    [Theory, MemberData(nameof(Verbs))]
    public void A_user_may_not(string verb) => Assert.Equal("481", AnswerTo(verb, null).Single());

    [Theory, MemberData(nameof(Verbs))]
    public void A_class_without_the_capability_may_not(string verb)
    {
        OperCapabilities all = OperCapabilityTable.All.Aggregate(OperCapabilities.None, (bits, c) => bits | c.Bit);
        Assert.Equal("723", AnswerTo(verb, new Oper("class", "") { Capabilities = all & ~Needed(verb) }).Single());
    }

    [Theory, MemberData(nameof(Verbs))]
    public void A_class_with_nothing_else_may(string verb) =>
        AssertMay(AnswerTo(verb, new Oper("class", "") { Capabilities = Needed(verb) }));

    [Theory, MemberData(nameof(Verbs))]
    public void An_operator_without_a_class_may(string verb) => AssertMay(AnswerTo(verb, new Oper("root", "")));

    private static void AssertMay(IReadOnlyList<string> answer)
    {
        Assert.NotEmpty(answer);
        Assert.All(answer, command => Assert.Equal("NOTICE", command));
    }

    private static OperCapabilities Needed(string verb) => OperCapabilityTable.Find(s_needs[verb])!.Bit;

    private static IReadOnlyList<string> AnswerTo(string verb, Oper? oper) =>
        [.. Said($"{verb} bob bob :text", oper).Select(line => line.Command)];

    // A line of it: "SUSPEND ADD account [reason] | …: ends every connection of an account".
    private static IEnumerable<string> HelpOf(string service, Oper? oper) =>
        Said($"{service} HELP", oper).Select(line => line.Params[^1].Split(' ', ':')[0]);

    private static IReadOnlyList<Line> Said(string line, Oper? oper)
    {
        TestNetwork network = new(TestConfig.Public);
        User user = network.Add("alice");
        network.Add("bob");
        if (oper is not null) network.Apply(new OperGranted(user.Id, oper));
        return network.Do(user, line);
    }
}
