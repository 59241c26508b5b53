using IrcNats.Root.Core.Importing;
using IrcNats.Root.Passwords;
using IrcNats.Tests.Roots;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Importing;

/// <summary>What a root does with an order to import.</summary>
public sealed class ImportOrderTests
{
    private static readonly ImportBatch s_batch = new() { Accounts = [new ImportedAccount("Alice")] };

    private readonly RootStage _root = new();

    [Fact]
    public void It_is_answered_when_the_log_has_it()
    {
        _root.BecomeRoot();
        _root.Order(OrderKind.Import, s_batch.Sealed(TestConfig.Secrets.Key));
        Assert.Empty(_root.Orders);
        Assert.NotNull(_root.Core.Network.FindAccount("alice"));
        _root.Store();
        OrderReply reply = Assert.Single(_root.Orders);
        Assert.True(reply.Accepted);
        Assert.Equal((1, 0), (ImportTold.Parse(reply.Text).Done, ImportTold.Parse(reply.Text).There));
    }

    [Fact]
    public void Nobody_imports_without_the_roots_key()
    {
        _root.BecomeRoot();
        foreach (string box in new[] { s_batch.Sealed(RootsKey.Of("another secret")), "", "no base64", "AAAA" })
            _root.Order(OrderKind.Import, box);
        Assert.All(_root.Orders, o => Assert.False(o.Accepted));
        Assert.Equal(4, _root.Orders.Count);
        Assert.Null(_root.Core.Network.FindAccount("alice"));
    }

    [Fact]
    public void A_standby_imports_nothing()
    {
        _root.StandByBehindOther();
        _root.Order(OrderKind.Import, s_batch.Sealed(TestConfig.Secrets.Key));
        Assert.Equal("root-1 is not the active root", Assert.Single(_root.Orders).Text);
    }
}
