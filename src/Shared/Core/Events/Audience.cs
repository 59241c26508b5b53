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
    /// <summary>A session with any of these is told nothing.</summary>
    public Capabilities Lacks { get; init; }
    /// <summary>Who it comes from: the account and bot tags tell of them.</summary>
    public User? From { get; init; }
    /// <summary>The nick of who relayed what somebody said elsewhere; null: it is nothing of the kind.</summary>
    public string? RelayedBy { get; init; }
    /// <summary>Metadata: only for sessions that have subscribed to this key.</summary>
    public string? SubscribedKey { get; init; }
    /// <summary>Worth nothing later: it is not kept for those who read slowly.</summary>
    public bool IsFleeting { get; init; }
    /// <summary>A CTCP message: those who come through Tor do not get it.</summary>
    public bool IsCtcp { get; init; }
    /// <summary>
    /// A message of several lines: the line is what they have in common, and those who do not get it as one batch get
    /// line by line what is not blank.
    /// </summary>
    public IReadOnlyList<MessagePart>? Parts { get; init; }
    /// <summary>A message: the session that sent it gets it only with echo-message.</summary>
    public bool IsEcho { get; init; }
    /// <summary>
    /// Who caused it hears it as everyone does, beside the answer to their line and without its label.
    /// </summary>
    public bool IsApart { get; init; }

    public static implicit operator Announcement(Line line) => new(line);
}

/// <summary>Who is told of an event. A leaf resolves it to its sessions; nobody is told twice by one call.</summary>
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
    /// Everyone who shares a channel with the user and is to know of them there, each once; if said so the user too,
    /// and those who monitor the user's nick with extended-monitor (never what others get without a capability).
    /// </summary>
    public abstract void Neighbours(UserId user, Announcement what, bool andSelf, bool andWatchers = false);

    /// <summary>Those who monitor the nick are told that someone has it now (a hostmask), or nobody (a nick).</summary>
    public abstract void Watchers(string nick, Numeric what, string shown);

    /// <summary>The member themselves, and those in the channel who are to know of them.</summary>
    public void Witnesses(Network before, string channel, UserId member, Announcement what)
    {
        Sight sight = Visibility.SightOf(before.FindChannel(channel)!, before.FindMember(channel, member)!.Value);
        if (sight != Sight.Nobody) Channel(channel, what, except: member, Visibility.RankToSee(sight));
        User(member, what);
    }

    /// <summary>What is told until <see cref="EndBatch"/> is one batch to those who negotiated it.</summary>
    public abstract void BeginBatch(string type, params string[] args);

    public abstract void EndBatch();

    /// <summary>Closes the user's sessions after what was sent so far; each gets "ERROR :reason".</summary>
    public abstract void Close(UserId user, string reason);
}
