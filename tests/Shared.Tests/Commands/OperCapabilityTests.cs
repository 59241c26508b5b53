using IrcNats.Commands;
using IrcNats.State;
using IrcNats.Tests.House;

namespace IrcNats.Tests.Commands;

/// <summary>What operators may do, as the table has it.</summary>
public sealed class OperCapabilityTests
{
    [Fact]
    public void Each_has_its_own_name_and_bit()
    {
        Assert.Equal(OperCapabilityTable.All.Count, OperCapabilityTable.All.Select(c => c.Name).Distinct().Count());
        Assert.Equal(
            Enum.GetValues<OperCapabilities>().Where(bit => bit != OperCapabilities.None),
            OperCapabilityTable.All.Select(c => c.Bit).Order());
    }

    [Fact]
    public void Each_command_of_one_is_for_operators_and_of_one_only()
    {
        string[] verbs = [.. OperCapabilityTable.All.SelectMany(c => c.Verbs)];
        Assert.Equal(verbs.Distinct(), verbs);
        Assert.All(verbs, verb => Assert.True(CommandTable.All[verb].Command.OperOnly));
    }

    [Fact]
    public void Operators_find_each_in_the_page_for_them()
    {
        string page = File.ReadAllText(Path.Combine(Sources.Root, "docs/operating.md"));
        Assert.All(OperCapabilityTable.All, c => Assert.Contains($"`{c.Name}`", page, StringComparison.Ordinal));
    }
}
