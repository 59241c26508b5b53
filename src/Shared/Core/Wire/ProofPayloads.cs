using IrcNats.State;
using MessagePack;

namespace IrcNats.Wire;

/// <summary>
/// A leaf's question to any root, on irc.prove.&lt;leaf&gt;, before it sends the request that depends on the answer.
/// Questions have no order, and only the asking session waits. A password is proved by SCRAM in two questions: the
/// first has the client-first-message, the second has that again and the client-final-message, because no root
/// remembers the first.
/// </summary>
/// <param name="Name">
/// The operator's, the gateway's, the account's, the certificate's fingerprint, or the msgid; empty for the server's
/// password, and for a token that names no account.
/// </param>
/// <param name="Address">Where the client is: wrong tries are counted by it.</param>
[MessagePackObject]
public sealed record ProofQuestion(
    [property: Key(0)] int Version, [property: Key(1)] string Leaf, [property: Key(2)] ulong Incarnation,
    [property: Key(3)] ulong Session, [property: Key(4)] Purpose Purpose, [property: Key(5)] string Name,
    [property: Key(6)] string Address) : Payload
{
    [Key(7)] public string? First { get; init; }
    [Key(8)] public string? Final { get; init; }
    /// <summary>
    /// The sequence that the leaf has applied. A root that is not as far may not know the account yet, and so does not
    /// answer for it. 0: it does not matter.
    /// </summary>
    [Key(9)] public ulong After { get; init; }
    /// <summary>The verifier of a new password, an e-mail address or a code, in a box that only roots can open; empty:
    /// none. See <see cref="Proving.BoxContent"/>, and <see cref="Proving.OutsideSecret"/> for what somebody outside is
    /// asked about.</summary>
    [Key(10)] public ReadOnlyMemory<byte> Box { get; init; }

    [IgnoreMember] public SessionId SessionId => new(Leaf, Incarnation, Session);
}

/// <summary>What a root says to a <see cref="ProofQuestion"/>. Numbers are on the wire.</summary>
public enum ProofKind
{
    /// <summary>The server-first-message is the text.</summary>
    Challenge = 1,
    /// <summary>It is proved; the text is the server-final-message.</summary>
    Right = 2,
    /// <summary>The password is wrong, or nobody has that name.</summary>
    Wrong = 3,
    /// <summary>There were too many wrong tries; the text is the time to wait, in milliseconds.</summary>
    Throttled = 4,
    /// <summary>No root can say it now, and the text says why: ask again later.</summary>
    Busy = 5,
    /// <summary>The question is malformed, and the text says how.</summary>
    Malformed = 6,
    /// <summary>This root has not come as far as the leaf that asks: ask again.</summary>
    Behind = 7,
    /// <summary>The proof is good, but of no use, and the text says why: the account is suspended.</summary>
    Refused = 8,
    /// <summary>The proof is good, but the account's e-mail address has to be verified first.</summary>
    Unverified = 9,
    /// <summary>The account's password cannot be proved by SCRAM: who has it says it to a root
    /// (<see cref="Purpose.OldPassword"/>). The text is for who does not have it.</summary>
    SaysPassword = 10,
}

/// <summary>The answer to a <see cref="ProofQuestion"/>.</summary>
[MessagePackObject]
public sealed record ProofAnswer(
    [property: Key(0)] int Version, [property: Key(1)] ProofKind Kind, [property: Key(2)] string Text) : Payload
{
    /// <summary>Goes into the request; only with <see cref="ProofKind.Right"/>.</summary>
    [Key(3)] public Ticket? Ticket { get; init; }
}

/// <summary>
/// Says that something was proved for one session and one name, for a minute. It is sealed by a key that only roots
/// hold.
/// </summary>
/// <param name="Generation">That of the verifier that was proved: each verifier has another. 0 for a citation.</param>
/// <param name="Expires">Unix milliseconds, by the active root's clock.</param>
/// <param name="Seal">HMAC over everything else here and the session that it is for.</param>
[MessagePackObject]
public sealed record Ticket(
    [property: Key(0)] Purpose Purpose, [property: Key(1)] string Name, [property: Key(2)] ulong Generation,
    [property: Key(3)] long Expires, [property: Key(4)] ReadOnlyMemory<byte> Seal)
{
    /// <summary>The message that the log has at the msgid in the name; null: none.</summary>
    [Key(5)] public CitedMessage? Cited { get; init; }
    /// <summary>The account that it logs in to, as it was registered; null: none.</summary>
    [Key(6)] public string? Account { get; init; }
    /// <summary>The verifier of a new password as it goes into the log, sealed; empty: none.</summary>
    [Key(7)] public ReadOnlyMemory<byte> Secret { get; init; }
    /// <summary>An e-mail address as it goes into the log, sealed; empty: none.</summary>
    [Key(8)] public ReadOnlyMemory<byte> Email { get; init; }
    /// <summary>The account that it logs in to is made if it is not there.</summary>
    [Key(9)] public bool Creates { get; init; }
}
