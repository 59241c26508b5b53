using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// How the channels of a leaf's sessions, and those in them, differ from what the sessions were shown, in lines: so
/// that every client's list of members is right again. Each line is made once for all sessions.
/// </summary>
/// <param name="deliver">Makes the delivery of a line.</param>
sealed class MissedChanges(Network before, Network now, Func<Announcement, Delivery> deliver)
{
    /// <summary>The reason of what is shown without its own.</summary>
    public const string Reason = "Some of what happened was not shown to you";

    private readonly Dictionary<(Folded Channel, bool WasRanked, bool IsRanked), View> _views = [];
    private readonly Dictionary<UserId, Delivery> _quits = [];
    private readonly Dictionary<UserId, Delivery[]> _changes = [];

    // Lines for all members who see the same of a channel, each with the user whom it is about.
    private sealed record View(
        IReadOnlyList<(UserId Who, Delivery Line)> Left, IReadOnlyList<(UserId Who, Delivery Line)> Changed,
        IReadOnlyList<(UserId Who, Delivery Line)> Came, IReadOnlyList<(UserId Who, Delivery Line)> OfChannel)
    {
        public bool IsAnything => Left.Count + Changed.Count + Came.Count + OfChannel.Count > 0;
    }

    /// <summary>Lines about users who have left the member's channels. They go first, so that no nick is there twice.
    /// </summary>
    public IEnumerable<Delivery> Departures(UserId member, IReadOnlyList<string> channels) =>
        Told(member, channels, view => view.Left);

    /// <summary>Lines about members who stayed but changed, about new members, and about the channels themselves.
    /// </summary>
    public IEnumerable<Delivery> Arrivals(UserId member, IReadOnlyList<string> channels) =>
    [
        .. Told(member, channels, view => view.Changed), .. Told(member, channels, view => view.Came),
        .. channels.Select(c => StatusOf(member, c)).OfType<Delivery>(),
        .. Told(member, channels, view => view.OfChannel),
    ];

    /// <summary>Whether there is anything of the channel that the member was not shown.</summary>
    public bool IsAnythingOf(UserId member, string channel) => ViewOf(channel, member).IsAnything
        || StatusOf(member, channel) is not null;

    private IEnumerable<Delivery> Told(
        UserId member, IReadOnlyList<string> channels, Func<View, IReadOnlyList<(UserId Who, Delivery Line)>> part) =>
        channels.SelectMany(channel => part(ViewOf(channel, member)))
            .Where(told => told.Who != member).Select(told => told.Line).Distinct();

    private View ViewOf(string channel, UserId member)
    {
        bool wasRanked = IsRanked(before, channel, member), isRanked = IsRanked(now, channel, member);
        (Folded, bool, bool) key = (now.Fold(channel), wasRanked, isRanked);
        if (!_views.TryGetValue(key, out View? view)) _views[key] = view = ViewOf(channel, wasRanked, isRanked);
        return view;
    }

    private View ViewOf(string channel, bool wasRanked, bool isRanked)
    {
        Channel was = before.FindChannel(channel)!, known = now.FindChannel(channel)!;
        Dictionary<User, Member> saw = Seen(before, was, wasRanked), sees = Seen(now, known, isRanked);
        HashSet<UserId> stayed = [.. saw.Keys.Select(u => u.Id)];
        stayed.IntersectWith(sees.Keys.Where(u => !IsSeatedAnew(u)).Select(u => u.Id));
        return new View(
            [.. from u in saw.Keys where !stayed.Contains(u.Id) select (u.Id, Leave(u, channel))],
            [.. from u in sees.Keys where stayed.Contains(u.Id) from line in ChangesOf(u) select (u.Id, line)],
            [
                .. from s in sees where !stayed.Contains(s.Key.Id)
                   from line in Join(s.Key, s.Value, channel) select (s.Key.Id, line),
                .. from s in sees where stayed.Contains(s.Key.Id)
                   let line = Status(channel, s.Key.Nick, before.FindMember(channel, s.Key.Id)!.Value, s.Value)
                   where line is not null select (s.Key.Id, line),
            ],
            [.. from line in OfChannel(was, known) select (default(UserId), line)]);
    }

    private static bool IsRanked(Network net, string channel, UserId member) =>
        net.FindMember(channel, member) is { Modes: not MemberModes.None };

    private static Dictionary<User, Member> Seen(Network net, Channel channel, bool ranked)
    {
        Member viewer = new(ranked ? MemberModes.Voice : MemberModes.None, 0);
        Dictionary<User, Member> seen = new(ReferenceEqualityComparer.Instance);
        foreach ((UserId id, Member member) in net.MembersOf(channel.Name))
            if (Visibility.IsShown(channel, member, viewer) && net.FindUser(id) is { } user) seen.Add(user, member);
        return seen;
    }

    // A nick went from one to another: shown one by one, the changes could take a nick that somebody has.
    private bool IsSeatedAnew(User user) =>
        before.FindUser(user.Id) is { } was && now.Fold(was.Nick) != now.Fold(user.Nick)
        && ((before.FindUser(user.Nick) ?? now.FindUser(was.Nick)) is not null);

    private Delivery Leave(User was, string channel)
    {
        if (now.FindUser(was.Id) is { } user && !IsSeatedAnew(user))
            return Show(new Line(was.Hostmask, "PART", channel, Reason) { Trailing = true });
        if (!_quits.TryGetValue(was.Id, out Delivery? quit))
            _quits[was.Id] = quit = Show(new Line(was.Hostmask, "QUIT", Reason) { Trailing = true });
        return quit;
    }

    private Delivery[] ChangesOf(User user)
    {
        if (!_changes.TryGetValue(user.Id, out Delivery[]? lines))
            _changes[user.Id] = lines = [.. UserChanges.Seen(before.FindUser(user.Id)!, user).Select(deliver)];
        return lines;
    }

    private IEnumerable<Delivery> Join(User user, Member member, string channel)
    {
        yield return deliver(JoinLine.Of(user, channel));
        if (user.Away is not null) yield return deliver(UserChanges.Away(user));
        if (Status(channel, user.Nick, default, member) is { } status) yield return status;
    }

    // Under +u a member may not be shown to themselves.
    private Delivery? StatusOf(UserId member, string channel) => Status(
        channel, now.FindUser(member)!.Nick, before.FindMember(channel, member)!.Value,
        now.FindMember(channel, member)!.Value);

    private Delivery? Status(string channel, string nick, Member was, Member member)
    {
        ModeChange[] changes = [.. from m in MemberModeTable.All
                                   where ((was.Modes ^ member.Modes) & m.Bit) != 0
                                   orderby (member.Modes & m.Bit) == 0
                                   select new ModeChange((member.Modes & m.Bit) != 0, m.Letter, nick, null)];
        return changes.Length == 0 ? null : Show(new Line(null, "MODE", [channel, .. ModeChange.Show(changes)]));
    }

    private IEnumerable<Delivery> OfChannel(Channel was, Channel channel)
    {
        ModeChange[] changes = [.. ModeChange.Between(was, channel)];
        if (changes.Length > 0) yield return Show(new Line(null, "MODE", [channel.Name, .. ModeChange.Show(changes)]));
        if (was.Topic?.Text != channel.Topic?.Text)
            yield return Show(new Line(channel.Topic?.SetBy, "TOPIC", channel.Name, channel.Topic?.Text ?? "")
            {
                Trailing = true,
            });
    }

    private Delivery Show(Line line) => deliver(line);
}
