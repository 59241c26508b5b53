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

    /// <summary>All of their connections, the first one first.</summary>
    [IgnoreMember] public IReadOnlyList<UserSession> Sessions => [First, .. Further];

    [IgnoreMember]
    private UserSession First => new(Session, Address)
    {
        Hostname = Hostname, Certfp = Certfp, Gateway = Gateway, Via = Via, SentAwayAt = SentAwayAt,
    };

    /// <summary>Whether it is one of their connections.</summary>
    public bool Has(SessionId session) => session == Session || Further.Any(s => s.Id == session);

    /// <summary>The certificate that this connection of theirs showed; null: none.</summary>
    public string? CertfpOf(SessionId session) =>
        Further.FirstOrDefault(s => s.Id == session) is { } further ? further.Certfp : Certfp;

    /// <summary>The user with one more connection.</summary>
    public User With(UserSession session) => this with { Further = [.. Further, session] };

    /// <summary>
    /// The user without that connection. If it was the first one, the next one takes its place; its token brings nobody
    /// back any more.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not theirs, or their only one.</exception>
    public User Without(SessionId session)
    {
        if (!Has(session))
            throw new InvalidOperationException($"{session} is no session of {Id}.");
        if (session != Session) return this with { Further = [.. Further.Where(s => s.Id != session)] };
        if (Further.Count == 0) throw new InvalidOperationException($"{session} is the only session of {Id}.");
        UserSession next = Further[0];
        return this with
        {
            Session = next.Id, Address = next.Address, Hostname = next.Hostname, Certfp = next.Certfp,
            Gateway = next.Gateway, Via = next.Via, SentAwayAt = next.SentAwayAt, Resume = null,
            Further = [.. Further.Skip(1)],
        };
    }

    /// <summary>The user, of whom one connection was sent away at that time.</summary>
    public User SentAway(SessionId session, long at) => session == Session
        ? this with { SentAwayAt = at }
        : this with { Further = [.. Further.Select(s => s.Id == session ? s with { SentAwayAt = at } : s)] };
}
