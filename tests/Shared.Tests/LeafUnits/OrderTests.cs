using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.LeafUnits;

/// <summary>What a leaf does by itself to keep order: lists of others (DNSBL), and commands that are free.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData(BlocklistAction.Refuse, ":irc.test 465 * :You are banned from this network: listed*")]
    [InlineData(BlocklistAction.RequireSasl, ":irc.test FAIL * ACCOUNT_REQUIRED :*log in to an account*listed*")]
    public void Who_is_on_a_list_is_not_let_in(BlocklistAction action, string told)
    {
        LeafOfMany leaf = new();
        LeafOfMany.Client client = leaf.Connect();
        client.Session.Listed = new Blocklist { Name = "list", Action = action, Reason = "listed" };
        client.Send("NICK alice");
        client.Send("USER alice 0 * :Alice");
        leaf.Settle();
        string[] lines = client.Read();
        Assert.True(IrcNats.Protocol.Mask.Matches(told, lines[0]), lines[0]);
        Assert.StartsWith("ERROR :", lines[1]);
        Assert.True(client.IsClosed);
    }

    // Four are free, five more are a burst, one is in the window: the eleventh line waits.
    [Fact]
    public void A_command_with_a_budget_is_free_so_many_times()
    {
        FakelagConfig slow = new()
        {
            BurstLimit = 5, Window = 600_000, MessagesPerWindow = 1, Cooldown = 600_000,
            Budgets = [new CommandBudget("PRIVMSG", 4)],
        };
        LeafOfMany leaf = new(TestConfig.Public with { Session = TestConfig.Public.Session with { Fakelag = slow } });
        LeafOfMany.Client client = leaf.Register();
        client.Read();
        for (int i = 0; i < 12; i++)
        {
            client.Send("PRIVMSG nobody :hello");
            leaf.Pass(10);
        }

        string[] read = client.Read();
        Assert.True(
            read.Count(line => line.Contains(" 401 ", StringComparison.Ordinal)) == 4 + 5 + 1, string.Join('|', read));
    }
}
