using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>The active root has the log trimmed, and says when it cannot be.</summary>
public sealed class LogKeepingTests
{
    private readonly RootStage _root = new(hasArchive: true, trimLook: 60_000);

    [Fact]
    public void It_asks_whose_log_it_is_and_then_has_it_trimmed_behind_the_archive()
    {
        _root.BecomeRoot();
        _root.Order(OrderKind.Archived, new Mark(_root.Core.Writer!.Epoch, new Position(1, 0)).Msgid);
        _root.Core.Rest(_root.Now);
        Store();
        _root.Pass(60_000);
        Assert.Contains("confirm", _root.Did, StringComparison.Ordinal);
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        Assert.Equal($"trim {LogLimits.DefaultBytes} before 1", _root.Did);
    }

    [Fact]
    public void A_root_that_always_writes_has_it_trimmed_too()
    {
        _root.BecomeRoot();
        _root.LeafUp("leaf-1");
        _root.Pass(60_000);
        Assert.False(_root.Core.IsStored);
        Assert.Contains("confirm", _root.Did, StringComparison.Ordinal);
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        Assert.StartsWith("trim ", _root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void It_trims_nothing_when_the_log_may_be_anothers()
    {
        _root.BecomeRoot();
        Store();
        _root.Pass(60_000);
        _ = _root.Did;
        _root.Core.Confirmed(_root.Now.Steady - 1, _root.Now);
        Assert.DoesNotContain("trim", _root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_that_is_too_long_is_an_alarm()
    {
        _root.BecomeRoot();
        Store();
        _root.Pass(60_000);
        _root.Core.Confirmed(_root.Now.Steady, _root.Now);
        _ = _root.Did;
        _root.Core.LogTrimmed(new LogLength(1, 10, LogLimits.DefaultBytes + 1, 1, IsForArchive: true));
        Assert.Equal($"alarm: {LogLimits.DefaultBytes + 1} bytes", _root.Did);
    }

    private void Store() => _root.Core.Acknowledged(_root.Core.Writer!.Decided, _root.Now.Steady, _root.Now);
}
