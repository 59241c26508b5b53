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
            new Order(Payload.FormatVersion, OrderKind.Note, "drain leaf-1 refused: it is empty")
            {
                By = "ann@console",
            },
            1, _root.Now);
        Assert.EndsWith(" ann@console drain leaf-1: refused: it is empty", Noted());
        _root.Order(OrderKind.Note, "drain");
        Assert.False(_root.Orders[^1].Accepted);
    }

    [Fact]
    public void What_came_of_a_rehash_is_noted_too()
    {
        _root.BecomeRoot();
        _root.Core.Reread(s_asker, ["it stays", "file:3: key: wrong"], _root.Now);
        Assert.EndsWith(" an operator who left REHASH root-1: it stays; file:3: key: wrong", Noted());
        _root.Order(OrderKind.Reread, "3\nroot-2\nit holds");
        Assert.EndsWith(" an operator who left REHASH root-2: it holds", Noted());
    }

    [Fact]
    public void A_signal_to_read_the_file_is_noted_with_what_came_of_it()
    {
        _root.BecomeRoot();
        _root.Core.RereadBySignal("ann@machine", ["it stays", "file:3: key: wrong"], _root.Now);
        Assert.EndsWith(" ann@machine rehash root-1: SIGHUP: it stays; file:3: key: wrong", Noted());
    }

    [Fact]
    public void A_standby_has_the_active_root_note_it()
    {
        _root.StandByBehindOther();
        _root.Core.RereadBySignal("ann@machine", ["it holds"], _root.Now);
        Assert.Equal("tell root-2: Note rehash root-1 SIGHUP: it holds", _root.Did);
    }

    [Fact]
    public void Who_ordered_a_takeover_is_noted_as_soon_as_the_root_writes()
    {
        RootStage root = new(FailoverPolicy.Assisted) { IsAnyoneActive = false };
        root.StandByBehindOther();
        root.Pass(2000);
        root.Core.Ordered(
            new Order(Payload.FormatVersion, OrderKind.Takeover, RootStage.Name) { By = "ann@console" }, 1, root.Now);
        root.Answer(isAnyoneActive: false);
        root.Core.ElectionEnded(true, root.Now);
        root.Core.Entry(2, root.Election, root.Now);
        root.Core.FollowingStopped(root.Now);
        root.Core.AppendingBegan(root.Now);
        root.Order(OrderKind.Audit, "10");
        Assert.EndsWith(" ann@console takeover root-1: from root-2", root.Orders[^1].Text);
    }

    private string Noted()
    {
        _root.Order(OrderKind.Audit, "10");
        return _root.Orders[^1].Text;
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
