using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Roots;

/// <summary>Whose turn it is to archive, and what becomes of the watermark.</summary>
public sealed class ArchivingTests
{
    private readonly RootStage _root = new(hasArchive: true);

    [Fact]
    public void The_active_root_archives_when_it_is_alone_and_a_standby_otherwise()
    {
        _root.BecomeRoot();
        Assert.Contains("archive", Heard(RootStage.Name), StringComparison.Ordinal);
        Assert.Equal("archive no more", Heard(RootStage.Name, RootStage.Other));
        Assert.Equal("", Heard(RootStage.Name, RootStage.Other));
        Assert.Equal("archive", Heard(RootStage.Name));
    }

    [Fact]
    public void Of_several_standbys_the_first_by_name_archives()
    {
        _root.StandByBehindOther();
        Assert.Equal("archive", Heard(RootStage.Name, RootStage.Other, "root-3"));
        Assert.Equal("archive no more", Heard(RootStage.Name, RootStage.Other, "root-0"));
    }

    [Fact]
    public void Who_hears_nobody_goes_on_as_it_was_and_an_active_root_that_never_did_archives()
    {
        _root.BecomeRoot();
        Assert.Equal("archive", Heard());
        Assert.Equal("archive no more", Heard(RootStage.Name, RootStage.Other));
        Assert.Equal("", Heard());
    }

    [Fact]
    public void It_is_asked_again_and_again_who_is_there()
    {
        _root.BecomeRoot();
        _root.Pass(1);
        Assert.Contains("ask levels", _root.Did, StringComparison.Ordinal);
        _root.Pass(4000);
        Assert.DoesNotContain("ask levels", _root.Did, StringComparison.Ordinal);
        _root.Pass(1000);
        Assert.Contains("ask levels", _root.Did, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_archived_when_the_configuration_says_so()
    {
        _root.BecomeRoot();
        Heard(RootStage.Name);
        NetworkConfig off = _root.Config.Public with { History = new HistoryConfig { IsPersistent = false } };
        _root.Core.Reconfigured(_root.Config with { Public = off }, _root.Now);
        _root.Core.Rest(_root.Now);
        Assert.Equal("archive no more", Heard(RootStage.Name));
    }

    [Fact]
    public void A_watermark_is_logged_once()
    {
        _root.BecomeRoot();
        Mark elected = new(_root.Core.Writer!.Epoch, new Position(1, 0));
        Assert.Equal($"archived up to {elected}", Archived(elected));
        Assert.Equal($"archived up to {elected}", Archived(elected));
        Assert.Equal(elected, _root.Core.Network.ArchivedUpTo);
        Assert.Single(_root.Appended.SelectMany(e => e.Outcomes).SelectMany(o => o.Events).OfType<HistoryArchived>());
    }

    [Fact]
    public void A_watermark_that_goes_back_or_is_not_in_the_log_is_refused()
    {
        _root.BecomeRoot();
        ulong epoch = _root.Core.Writer!.Epoch;
        _root.LeafUp("leaf1");
        Assert.StartsWith("archived", Archived(new Mark(epoch, new Position(2, 0))), StringComparison.Ordinal);
        Assert.Equal(
            $"the history is archived up to {epoch}/2.0, which is behind {epoch}/1.0",
            Archived(new Mark(epoch, new Position(1, 0))));
        Assert.Equal(
            $"{epoch}/9.0 is not in the log, which ends at {epoch}/3.0", Archived(new Mark(epoch, new Position(9, 0))));
        // Of the log before it went back.
        Assert.StartsWith(
            $"{epoch - 1}/2.0 is not in the log", Archived(new Mark(epoch - 1, new Position(2, 0))),
            StringComparison.Ordinal);
        _root.Order(OrderKind.Archived, "nonsense");
        Assert.Equal("'nonsense' is no place in a log", _root.Orders[^1].Text);
        Assert.False(_root.Orders[^1].Accepted);
    }

    [Fact]
    public void A_standby_logs_no_watermark()
    {
        _root.StandByBehindOther();
        Assert.Equal("root-1 is not the active root", Archived(new Mark(1, new Position(1, 0))));
    }

    private string Heard(params string[] roots)
    {
        _ = _root.Did;
        _root.Core.LevelsHeard(roots.ToDictionary(r => r, _ => BuildLevel.Current), _root.Now);
        return _root.Did;
    }

    private string Archived(Mark upTo)
    {
        _root.Order(OrderKind.Archived, upTo.Msgid);
        _root.Core.Rest(_root.Now);
        return _root.Orders[^1].Text;
    }
}
