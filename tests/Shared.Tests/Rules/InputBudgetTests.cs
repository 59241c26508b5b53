using FsCheck;
using FsCheck.Fluent;
using IrcNats.Leaf.Core;
using IrcNats.State;

namespace IrcNats.Tests.Rules;

/// <summary>How fast a session's lines are taken.</summary>
public sealed class InputBudgetTests
{
    private const long Begin = 1_700_000_000_000;

    // 5 at once, then 2 in each second; 2 s of silence allow a burst again.
    private static readonly FakelagConfig s_config = new();

    [Fact]
    public void A_burst_is_taken_at_once_and_then_so_many_in_each_window()
    {
        InputBudget budget = new();
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1000], Enumerable.Range(0, 8).Select(_ => Charge(budget, 1, 0)));
        Assert.Equal([0, 0, 1000], Enumerable.Range(0, 3).Select(_ => Charge(budget, 1, 1000)));
        Assert.Equal(0, Charge(budget, 1, 3000));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1000], Enumerable.Range(0, 7).Select(_ => Charge(budget, 1, 3000)));
    }

    [Fact]
    public void What_costs_more_than_is_left_is_paid_for_by_the_windows_after_it()
    {
        InputBudget budget = new();
        Assert.Equal(0, Charge(budget, 25, 0));
        // 20 more than the burst: ten windows.
        Assert.Equal(10_000, Charge(budget, 1, 0));
        Assert.Equal(10_000 - 8500, Charge(budget, 1, 8500));
        Assert.Equal(0, Charge(budget, 9, 10_000));
        Assert.Equal(2000, Charge(budget, 1, 10_000));
    }

    [Fact]
    public void Silence_does_not_forgive_it()
    {
        InputBudget budget = new();
        Assert.Equal(0, Charge(budget, 25, 0));
        Assert.Equal(1000, Charge(budget, 1, 9000));
        Assert.Equal(0, Charge(budget, 5, 12_000));
    }

    [Fact]
    public void Nobody_gets_more_than_the_windows_have_whatever_lines_cost() =>
        Prop.ForAll(
                Arb.From(Gen.ListOf(Gen.Zip(Gen.Choose(1, 40), Gen.Choose(0, 1500)))),
                lines =>
                {
                    InputBudget budget = new();
                    long now = Begin, taken = 0, last = 0;
                    foreach ((int cost, int quiet) in lines)
                    {
                        // Never so quiet that a burst is allowed again.
                        now += quiet;
                        if (budget.Charge(s_config, cost, now) is > 0 and var wait)
                        {
                            now += wait;
                            if (budget.Charge(s_config, cost, now) > 0) return false;
                        }

                        taken += last;
                        last = cost;
                    }

                    long windows = (now - Begin) / s_config.Window + 1;
                    return taken <= s_config.BurstLimit * (1 + windows / 2) + windows * s_config.MessagesPerWindow;
                })
            .QuickCheckThrowOnFailure();

    private static long Charge(InputBudget budget, int cost, long after) =>
        budget.Charge(s_config, cost, Begin + after);
}
