using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

/// <summary>Every command for operators, and what it takes. One rule asks for it, before any handler.</summary>
public sealed class OperVerbTests
{
    private const string Anybody = "";

    // The capability that each takes; nothing: every operator may give it.
    private static readonly Dictionary<string, string> s_needs = new()
    {
        ["AUDIT"] = "audit", ["CLEAR"] = "ban", ["DEFCON"] = "defcon", ["DEOPER"] = Anybody, ["DLINE"] = "ban",
        ["FILTER"] = "filter", ["GLOBOPS"] = Anybody, ["HISTSERV"] = "history", ["KILL"] = "kill", ["KLINE"] = "ban",
        ["LOCKDOWN"] = "defcon", ["REHASH"] = "rehash", ["RESV"] = "ban", ["SAJOIN"] = "sajoin",
        ["SAMODE"] = "samode", ["SANICK"] = "samode", ["SAPART"] = "sajoin", ["UBAN"] = "ban", ["UNDLINE"] = "ban",
        ["UNKLINE"] = "ban", ["UNLOCK"] = "defcon", ["UNRESV"] = "ban", ["WALLOPS"] = "massmessage",
    };

    public static TheoryData<string> Verbs => [.. s_needs.Keys];

    [Fact]
    public void Each_is_in_the_table() => Assert.Equal(
        s_needs.Keys.Order(),
        from entry in CommandTable.All.Values
        where entry.Command.OperOnly
        orderby entry.Command.Name
        select entry.Command.Name);

    [Theory, MemberData(nameof(Verbs))]
    public void A_user_may_not(string verb) => Assert.Equal("481", AnswerTo(verb, null).Single());

    [Theory, MemberData(nameof(Verbs))]
    public void A_class_without_the_capability_may_not(string verb)
    {
        OperCapabilities all = OperCapabilityTable.All.Aggregate(OperCapabilities.None, (bits, c) => bits | c.Bit);
        OperCapabilities others = all & ~Needed(verb);
        IReadOnlyList<string> answer = AnswerTo(verb, new Oper("class", "") { Capabilities = others });
        if (s_needs[verb] == Anybody) AssertMay(answer);
        else Assert.Equal("723", answer.Single());
    }

    [Theory, MemberData(nameof(Verbs))]
    public void A_class_with_nothing_else_may(string verb) =>
        AssertMay(AnswerTo(verb, new Oper("class", "") { Capabilities = Needed(verb) }));

    [Theory, MemberData(nameof(Verbs))]
    public void An_operator_without_a_class_may(string verb) => AssertMay(AnswerTo(verb, new Oper("root", "")));

    private static void AssertMay(IReadOnlyList<string> answer) =>
        Assert.DoesNotContain(answer, command => command is "481" or "723" or "461" or "421");

    private static OperCapabilities Needed(string verb) =>
        OperCapabilityTable.Find(s_needs[verb])?.Bit ?? OperCapabilities.None;

    private static IReadOnlyList<string> AnswerTo(string verb, Oper? oper)
    {
        TestNetwork network = new();
        User user = network.Add("alice");
        network.Add("bob");
        if (oper is not null) network.Apply(new OperGranted(user.Id, oper));
        return [.. network.Do(user, $"{verb} bob #dev bob :text").Select(line => line.Command)];
    }
}
