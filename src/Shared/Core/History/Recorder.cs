using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>
/// What of an event is kept, and whose history it belongs to. It listens to what an event announces, as a leaf does for
/// its sessions: a channel's history is what all members of the channel were shown, in the words for clients that know
/// everything, and a history of two users is what one of them was told by the other. So a line that was kept and a
/// line that was shown live cannot differ.
/// </summary>
public sealed class Recorder : Audience
{
    private static readonly ChannelSettings s_default = new();

    private readonly Network _before;
    private readonly List<HistoryItem> _kept = [];
    private readonly bool _archives;

    private Recorder(Network before, in Stamp stamp, bool archives) =>
        (_before, Stamp, _archives) = (before, stamp, archives);

    public override Stamp Stamp { get; }

    /// <summary>What is kept of an event, by the keys of the targets.</summary>
    /// <param name="before">The network just before the event.</param>
    /// <param name="archives">For the archive, which does not have channels that are kept in memory only.</param>
    public static IReadOnlyList<HistoryItem> Kept(
        Network before, in Stamp stamp, Event happened, bool archives = false)
    {
        if (!before.Config.History.Enabled || !MayBeKept(happened)) return [];
        Recorder recorder = new(before, stamp, archives);
        happened.Announce(before, recorder);
        if (recorder._kept.Count > 1)
            recorder._kept.Sort((one, other) => string.CompareOrdinal(one.Target.Key, other.Target.Key));
        return recorder._kept;
    }

    /// <summary>Whose history a channel's is; null while the network does not know what made the channel.</summary>
    public static HistoryTarget? TargetOf(Channel? channel) =>
        channel?.Founded is { } founded ? HistoryTarget.OfChannel(founded) : null;

    /// <summary>The same; null if the founder of the channel wants nothing to be kept.</summary>
    public static HistoryTarget? KeptOf(Channel? channel) =>
        channel?.Registered?.History == HistoryKeeping.Off ? null : TargetOf(channel);

    /// <summary>The history that two users have with each other; null unless one of them has an account.</summary>
    public static HistoryTarget? TargetOf(User? one, User? other) => (one, other) switch
    {
        ({ Account: { Length: > 0 } mine }, { Account: { Length: > 0 } theirs }) =>
            HistoryTarget.OfAccounts(mine, theirs),
        ({ Account: { Length: > 0 } mine }, { } guest) => HistoryTarget.OfGuest(mine, guest.Nick),
        ({ } guest, { Account: { Length: > 0 } theirs }) => HistoryTarget.OfGuest(theirs, guest.Nick),
        _ => null,
    };

    public override void Channel(
        string channel, Announcement what, UserId? except = null, MemberModes atLeast = MemberModes.None)
    {
        if (atLeast == MemberModes.None) Keep(_before.FindChannel(channel), what);
    }

    public override void User(UserId user, Announcement what)
    {
        if (what.IsEcho || what.Line.Params.Count == 0 || _before.FindUser(user) is not { } told) return;
        string target = what.Line.Params[0];
        // The first of a channel is the only one to see that they came.
        if (what.Line.Command == "JOIN" && _before.FindChannel(target) is null)
            Keep(HistoryTarget.OfChannel(Stamp.Mark), what);
        else if (HistoryRules.IsSaid(what.Line.Command) && target == told.Nick) Keep(TargetOf(what.From, told), what);
    }

    public override void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false)
    {
        foreach (Channel channel in _before.ChannelsOf(user))
            if (Visibility.SightOf(channel, _before.FindMember(channel.Name, user)!.Value) == Sight.Everyone)
                Keep(channel, what);
    }

    public override void Watchers(string nick, Numeric what, string shown) { }

    public override void BeginBatch(string type, params string[] args) { }

    public override void EndBatch() { }

    public override void Leave(IReadOnlyList<UserId> users) { }

    public override void Close(UserId user, string reason) { }

    public override void Close(UserId user, SessionId session, string reason) { }

    // Events that can only tell of what is never kept; there are many of them.
    private static bool MayBeKept(Event happened) => happened is not (
        AwayChanged or RealnameChanged or MetadataChanged or UserRegistered or MassMessage or WallopsSent
        or GlobopsSent or BanSet or BanLifted or HistoryArchived or DigestMarked
        or SessionAttached or SessionDetached or SessionAwaySet or ReadMarkerSet);

    private void Keep(Channel? channel, Announcement what)
    {
        ChannelSettings settings = channel?.Registered ?? s_default;
        bool isKept = !(_archives && settings.History == HistoryKeeping.Ephemeral)
            && HistoryRules.IsKept(what.Line.Command, settings.Events);
        if (isKept) Keep(KeptOf(channel), what);
    }

    private void Keep(HistoryTarget? target, Announcement what)
    {
        // Lines for clients that lack something repeat what others were told by one line.
        if (target is not { } known || what.Lacks != Capabilities.None || !IsKept(what.Line)) return;
        KeptMessage message = MessageOf(what);
        int earlier = _kept.FindIndex(k => k.Target == known);
        if (earlier < 0) _kept.Add(new HistoryItem(known, message));
        else _kept[earlier] = new HistoryItem(known, Behind(_kept[earlier].Message, message));
    }

    private bool IsKept(Line line) => line.Command == "TAGMSG"
        ? HistoryRules.IsKept(line.Tags, _before.Config.History)
        : HistoryRules.IsSaid(line.Command) || HistoryRules.IsHappening(line.Command);

    private KeptMessage MessageOf(Announcement what)
    {
        Line line = what.Line;
        return new KeptMessage(
            Stamp.At, Stamp.Epoch, Stamp.Time,
            HistoryRules.IsSaid(line.Command) ? KeptKind.Message : KeptKind.Happening,
            line.Source ?? _before.Config.ServerName, line.Command, what.Parts is null ? line.Params : [line.Params[0]])
        {
            Account = what.From?.Account, IsBot = what.From?.Has(UserModes.Bot) == true,
            Tags = line.Tags.Count == 0 ? "" : line.Tags.ToString(), Parts = what.Parts, RelayedBy = what.RelayedBy,
        };
    }

    // One event, one message of a history: what the event showed before goes with its last line.
    private static KeptMessage Behind(KeptMessage earlier, KeptMessage message) => message with
    {
        Ahead =
        [
            .. earlier.Ahead ?? [],
            new KeptLine(earlier.Source, earlier.Command, earlier.Params)
            {
                Account = earlier.Account, IsBot = earlier.IsBot,
            },
        ],
    };
}
