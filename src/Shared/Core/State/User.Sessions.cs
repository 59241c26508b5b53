using MessagePack;

namespace IrcNats.State;

public sealed partial record User
{
    /// <summary>Connections that a user may have at a time: a desktop, a phone, and what hangs for a while.</summary>
    public const int SessionsMost = 10;

    /// <summary>
    /// Their connections besides the first one; fewer than <see cref="SessionsMost"/>. Almost nobody has any.
    /// </summary>
    [Key(28)] public IReadOnlyList<UserSession> Further { get; init; } = [];

    /// <summary>
    /// Since when nobody is connected as this user, who stays all the same (always-on; Unix milliseconds); null:
    /// somebody is, and <see cref="Session"/> is their first connection.
    /// </summary>
    [Key(29)] public long? DetachedAt { get; init; }

    /// <summary>Of the first connection; null: nothing is remembered.</summary>
    [Key(31)] public SessionNotes? Notes { get; init; }

    /// <summary>All of their connections, the first one first.</summary>
    [IgnoreMember]
    public IReadOnlyList<UserSession> Sessions => DetachedAt is null ? [First, .. Further] : [];

    [IgnoreMember]
    private UserSession First => new(Session, Address)
    {
        Hostname = Hostname, Certfp = Certfp, Gateway = Gateway, Via = Via, SentAwayAt = SentAwayAt,
        Place = Place, Notes = Notes,
    };

    /// <summary>Whether it is one of their connections.</summary>
    public bool Has(SessionId session) => session == Session || Further.Any(s => s.Id == session);

    /// <summary>The certificate that this connection of theirs showed; null: none.</summary>
    public string? CertfpOf(SessionId session) =>
        Further.FirstOrDefault(s => s.Id == session) is { } further ? further.Certfp : Certfp;

    /// <summary>What is remembered of this connection of theirs.</summary>
    public SessionNotes NotesOf(SessionId session) =>
        (Further.FirstOrDefault(s => s.Id == session) is { } further ? further.Notes : Notes) ?? SessionNotes.None;

    /// <summary>The user with something else remembered of a connection of theirs.</summary>
    public User With(SessionId session, SessionNotes notes) => session == Session
        ? this with { Notes = notes }
        : this with { Further = [.. Further.Select(s => s.Id == session ? s with { Notes = notes } : s)] };

    /// <summary>The user with one more connection. It gets the lowest number that is free.</summary>
    public User With(UserSession session)
    {
        int number = 0;
        HashSet<int> taken = [.. Sessions.Select(s => s.Notes?.Number ?? 0)];
        while (taken.Contains(number)) number++;
        session = session with { Notes = (session.Notes ?? SessionNotes.None) with { Number = number } };
        return DetachedAt is null
            ? this with { Further = [.. Further, session] }
            : WithFirst(session) with { DetachedAt = null };
    }

    /// <summary>
    /// The user without that connection. If it was the first one, the next one takes its place; its token brings nobody
    /// back any more.
    /// </summary>
    /// <param name="now">Unix milliseconds: since then nobody is connected if it was the last one.</param>
    /// <exception cref="InvalidOperationException">It is not theirs.</exception>
    public User Without(SessionId session, long now)
    {
        if (!Has(session))
            throw new InvalidOperationException($"{session} is no session of {Id}.");
        if (session != Session) return this with { Further = [.. Further.Where(s => s.Id != session)] };
        return Further.Count == 0
            ? this with { Session = SessionId.None, SentAwayAt = null, Resume = null, DetachedAt = now, Notes = null }
            : WithFirst(Further[0]) with { Resume = null, Further = [.. Further.Skip(1)] };
    }

    private User WithFirst(UserSession first) => this with
    {
        Session = first.Id, Address = first.Address, Hostname = first.Hostname, Certfp = first.Certfp,
        Gateway = first.Gateway, Via = first.Via, SentAwayAt = first.SentAwayAt, Place = first.Place,
        Notes = first.Notes,
    };

    /// <summary>The user, of whom one connection was sent away at that time.</summary>
    public User SentAway(SessionId session, long at) => session == Session
        ? this with { SentAwayAt = at }
        : this with { Further = [.. Further.Select(s => s.Id == session ? s with { SentAwayAt = at } : s)] };
}
