using IrcNats.Events;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>REHASH at roots: each reads its file when it comes to the entry, and the operator is told what came of it.
/// </summary>
public sealed class RehashTests
{
    private static readonly UserId s_asker = new(3);

    private readonly RootStage _root = new();

    [Fact]
    public void The_active_root_reads_its_file_and_logs_what_came_of_it()
    {
        _root.BecomeRoot();
        _root.Core.Writer!.Log(new RehashAsked(s_asker), _root.Now.Wall);
        _root.Core.Writer.Flush();
        Assert.Equal("read the file again for 3", _root.Did);
        _root.Core.Reread(s_asker, ["it holds"], _root.Now);
        Assert.Equal((s_asker, "root-1", "it holds"), Told());
    }

    [Fact]
    public void A_standby_reads_its_own_and_tells_the_active_root()
    {
        _root.StandByBehindOther();
        _root.Core.Entry(2, Asked(_root), _root.Now);
        Assert.Equal("read the file again for 3", _root.Did);
        _root.Core.Reread(s_asker, ["it stays", "file:3: key: wrong"], _root.Now);
        Assert.Equal("tell root-2: Reread 3\nroot-1\nit stays\nfile:3: key: wrong", _root.Did);
    }

    [Fact]
    public void A_root_that_reads_the_log_of_before_it_began_does_not()
    {
        _root.Core.Entry(1, Writer.Election(new Network(), RootStage.Other, _root.Config.Public, 1), _root.Now);
        _root.Core.Entry(2, Asked(_root), _root.Now);
        Assert.Equal("follow from 0", _root.Did);
    }

    [Fact]
    public void What_a_standby_tells_is_logged_and_nonsense_is_not()
    {
        _root.BecomeRoot();
        _root.Order(OrderKind.Reread, "3\nroot-2\nit holds");
        Assert.True(_root.Orders[^1].Accepted);
        Assert.Equal((s_asker, "root-2", "it holds"), Told());
        _root.Order(OrderKind.Reread, "somebody\nroot-2\nit holds");
        Assert.False(_root.Orders[^1].Accepted);
    }

    [Fact]
    public void Orders_of_consoles_are_noted_with_their_author()
    {
        _root.BecomeRoot();
        _root.Order(OrderKind.Audit, "10");
        Assert.Equal("nothing is noted", _root.Orders[^1].Text);
        _root.Core.Ordered(
            new Order(Payload.FormatVersion, OrderKind.Note, "drain leaf-1") { By = "ann@console" }, 1, _root.Now);
        _root.Order(OrderKind.Audit, "10");
        Assert.EndsWith(" ann@console drain leaf-1", _root.Orders[^1].Text);
        _root.Order(OrderKind.Note, "drain");
        Assert.False(_root.Orders[^1].Accepted);
    }

    private (UserId By, string Root, string Lines) Told()
    {
        _root.Core.Writer!.Flush();
        RehashEnded ended = Assert.IsType<RehashEnded>(_root.Appended[^1].Outcomes[^1].Events[^1]);
        return (ended.By, ended.Root, string.Join(' ', ended.Lines));
    }

    private static Entry Asked(RootStage root) => new(
        Payload.FormatVersion, root.Core.Network.Epoch,
        [new Outcome(root.Now.Wall, null, [new RehashAsked(s_asker)], [])]);
}
