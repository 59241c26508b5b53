using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Events;

/// <summary>
/// One line for many sessions, and how it differs by what a session has negotiated. A session without
/// <see cref="Needs"/> gets <see cref="Without"/> instead, or nothing.
/// </summary>
public sealed record Announcement(Line Line)
{
    public Capabilities Needs { get; init; }
    public Line? Without { get; init; }
    /// <summary>A session with any of these capabilities gets nothing.</summary>
    public Capabilities Lacks { get; init; }
    /// <summary>The user it comes from: the account and bot tags are about them.</summary>
    public User? From { get; init; }
    /// <summary>The account of its source; it need not be named where the user is.</summary>
    public string? Account { get => field ?? From?.Account; init; }
    /// <summary>Its source calls itself a bot.</summary>
    public bool IsBot { get => field || From?.Has(UserModes.Bot) == true; init; }
    /// <summary>The nick of the user who relayed it (RELAYMSG); null: it was not relayed.</summary>
    public string? RelayedBy { get; init; }
    /// <summary>Only sessions that subscribed to this key of metadata get it.</summary>
    public string? SubscribedKey { get; init; }
    /// <summary>It is worth nothing later (typing), so it is not queued for slow readers.</summary>
    public bool IsFleeting { get; init; }
    /// <summary>A CTCP message: users who come through Tor do not get it.</summary>
    public bool IsCtcp { get; init; }
    /// <summary>
    /// The lines of a message of several lines; <see cref="Line"/> is what they have in common. A session that does not
    /// get them as one batch gets each line that is not blank.
    /// </summary>
    public IReadOnlyList<MessagePart>? Parts { get; init; }
    /// <summary>A message: the session that sent it gets it only with echo-message.</summary>
    public bool IsEcho { get; init; }
    /// <summary>
    /// The sender's own copy of a message to somebody else. The sender's other sessions get it only if their clients
    /// can tell by its target whose conversation it belongs to (echo-message, znc.in/self-message).
    /// </summary>
    public bool IsToOther { get; init; }
    /// <summary>
    /// The session that caused it gets it as everyone does, beside the answer to its line and without its label.
    /// </summary>
    public bool IsApart { get; init; }

    /// <summary>It begins a batch that is a whole answer: if that has a label, no other batch is around it.</summary>
    public bool IsWhole { get; init; }

    public static implicit operator Announcement(Line line) => new(line);
}

/// <summary>
/// The users who are told of an event. A leaf resolves them to its sessions; one call tells nobody twice.
/// </summary>
public abstract class Audience
{
    /// <summary>Position, epoch and time of the event being announced.</summary>
    public abstract Stamp Stamp { get; }

    /// <summary>All sessions of one user.</summary>
    public abstract void User(UserId user, Announcement what);

    /// <summary>The members of a channel (those of at least a rank), except one.</summary>
    public abstract void Channel(
        string channel, Announcement what, UserId? except = null, MemberModes atLeast = MemberModes.None);

    /// <summary>
    /// Everyone who shares a channel with the user and may know of them there, each once. If asked for, the user too,
    /// and those who monitor the user's nick with extended-monitor; these never get <see cref="Announcement.Without"/>.
    /// </summary>
    public abstract void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false);

    /// <summary>Tells those who monitor the nick that a user has it now (a hostmask), or nobody (a nick).</summary>
    public abstract void Watchers(string nick, Numeric what, string shown);

    /// <summary>The member themselves, and those in the channel who may know of them.</summary>
    public void Witnesses(Network before, string channel, UserId member, Announcement what)
    {
        Sight sight = Visibility.SightOf(before.FindChannel(channel)!, before.FindMember(channel, member)!.Value);
        if (sight != Sight.Nobody) Channel(channel, what, except: member, Visibility.RankToSee(sight));
        User(member, what);
    }

    /// <summary>
    /// Begins a batch: sessions that negotiated it get all that is told until <see cref="EndBatch"/> as one.
    /// </summary>
    public abstract void BeginBatch(string type, params string[] args);

    public abstract void EndBatch();

    /// <summary>
    /// These users go together: nobody of them is told any more of what the event says to channels and neighbours.
    /// Otherwise each of a crowd would be told of each.
    /// </summary>
    public abstract void Leave(IReadOnlyList<UserId> users);

    /// <summary>Closes the user's sessions after what was sent so far; each gets "ERROR :reason".</summary>
    public abstract void Close(UserId user, string reason);

    /// <summary>The same for one of them.</summary>
    public abstract void Close(UserId user, SessionId session, string reason);
}
