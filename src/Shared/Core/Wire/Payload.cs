using IrcNats.Events;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Wire;

/// <summary>
/// Everything we put on NATS: an array of [kind, fields], so that any payload can be read without knowing where it
/// was found. The number in the list is on the wire and on disk: never change or reuse one. Fields grow at the end.
/// </summary>
[Union(1, typeof(Request))]
[Union(2, typeof(Reply))]
[Union(3, typeof(Entry))]
[Union(4, typeof(Beat))]
[Union(5, typeof(SnapshotManifest))]
[Union(6, typeof(SnapshotChunk))]
[Union(7, typeof(Order))]
[Union(8, typeof(OrderReply))]
[Union(9, typeof(ProofQuestion))]
[Union(10, typeof(ProofAnswer))]
[Union(11, typeof(Archived))]
[Union(12, typeof(ArchiverNote))]
public abstract record Payload
{
    /// <summary>
    /// Version of the format that this build writes: its level. A reader accepts every version whose fields it knows.
    /// </summary>
    public const int FormatVersion = BuildLevel.Current;
}

/// <summary>
/// What a leaf asks of the root, on irc.cmd.&lt;leaf&gt;.&lt;VERB&gt;. Numbers count up by one in an incarnation; the
/// root takes them in that order. <paramref name="Oldest"/> is the lowest number the leaf still waits for.
/// </summary>
[MessagePackObject]
public sealed record Request(
    [property: Key(0)] int Version, [property: Key(1)] string Leaf, [property: Key(2)] ulong Incarnation,
    [property: Key(3)] ulong Number, [property: Key(4)] ulong Oldest, [property: Key(5)] Ask Ask) : Payload
{
    /// <summary>
    /// The epoch, as the leaf knew it, when the request was first sent. If it is before a root's own epoch, an earlier
    /// root may have tried the request. 0: not known.
    /// </summary>
    [Key(6)] public ulong Since { get; init; }

    /// <summary>
    /// The newest request before this one for which the leaf still waits; 0 for none. The requests between the two were
    /// answered and are not sent again. Null from builds that do not say so.
    /// </summary>
    [Key(7)] public ulong? Behind { get; init; }

    /// <summary>What was proved before, outside the order; null for nothing.</summary>
    [Key(8)] public IReadOnlyList<Ticket>? Tickets { get; init; }

    /// <summary>
    /// The root's epoch, as the leaf knew it, when this copy was sent. Only that root takes it, because until then the
    /// leaf believes an answer of the root before. Null from builds that do not say so: any root takes it.
    /// </summary>
    [Key(9)] public ulong? Epoch { get; init; }
}

/// <summary>What a leaf asks.</summary>
[Union(1, typeof(ClientLine))]
[Union(2, typeof(SessionOpened))]
[Union(3, typeof(SessionClosed))]
[Union(4, typeof(LeafUp))]
[Union(5, typeof(Sync))]
[Union(9, typeof(ClientBatch))]
[Union(10, typeof(SessionSentAway))]
[Union(11, typeof(AccountAsked))]
public abstract record Ask
{
    /// <summary>Last token of the subject, for people who watch traffic.</summary>
    [IgnoreMember] public abstract string Verb { get; }

    /// <summary>The session it is about; 0 for none.</summary>
    [IgnoreMember] public virtual ulong SessionNumber => 0;

    /// <summary>The label that its client wants on the answer; null for none.</summary>
    [IgnoreMember] public virtual string? AnswerLabel => null;
}

/// <summary>A line that a registered client sent.</summary>
[MessagePackObject]
public sealed record ClientLine(
    [property: Key(0)] ulong Session, [property: Key(1)] string? Label, [property: Key(2)] string Line) : Ask
{
    /// <summary>The command, as the line has it.</summary>
    [IgnoreMember] public override string Verb => VerbOf(Line);
    [IgnoreMember] public override string? AnswerLabel => Label;
    [IgnoreMember] public override ulong SessionNumber => Session;

    /// <summary>What stands in the line as ***, and has to stand in its answer; only its leaf knows. Null: nothing.
    /// </summary>
    [IgnoreMember] public string? Hidden { get; init; }

    private static string VerbOf(string line)
    {
        ReadOnlySpan<char> rest = line;
        if (rest.StartsWith('@')) rest = rest[(rest.IndexOf(' ') + 1)..];
        int space = rest.IndexOf(' ');
        return (space < 0 ? rest : rest[..space]).ToString();
    }
}

/// <summary>
/// A message of several lines that a registered client sent as a batch. Tags are the client-only ones, without '@'.
/// </summary>
[MessagePackObject]
public sealed record ClientBatch(
    [property: Key(0)] ulong Session, [property: Key(1)] string? Label, [property: Key(2)] string Command,
    [property: Key(3)] string Target, [property: Key(4)] string Tags,
    [property: Key(5)] IReadOnlyList<MessagePart> Parts) : Ask
{
    [IgnoreMember] public override string Verb => "BATCH";
    [IgnoreMember] public override ulong SessionNumber => Session;
    [IgnoreMember] public override string? AnswerLabel => Label;
}

/// <summary>A connection has finished registration as far as the leaf can tell, and wants to become a user.</summary>
[MessagePackObject]
public sealed record SessionOpened(
    [property: Key(0)] ulong Session, [property: Key(1)] string Nick, [property: Key(2)] string Username,
    [property: Key(3)] string Realname, [property: Key(4)] string Host, [property: Key(5)] string Address,
    [property: Key(6)] bool Secure, [property: Key(7)] string? Password) : Ask
{
    /// <summary>SHA-256 of its certificate in lower-case hexadecimal digits; null: it showed none.</summary>
    [Key(12)] public string? Certfp { get; init; }
    /// <summary>Name of the gateway that speaks for it (WEBIRC), and the password it gave.</summary>
    [Key(13)] public string? Gateway { get; init; }
    [Key(14)] public string? GatewayPassword { get; init; }
    /// <summary>The metadata that the client set before it is a user.</summary>
    [Key(16)] public IReadOnlyList<MetadataItem>? Metadata { get; init; }
    /// <summary>The message that the client gave with AWAY before it is a user; null for none.</summary>
    [Key(17)] public string? Away { get; init; }
    /// <summary>Digest of the token that it will have; null: it does not know of resuming.</summary>
    [Key(21)] public string? Resume { get; init; }
    /// <summary>Digest of the token of the user it wants to be again; null: it is a new one.</summary>
    [Key(22)] public string? Resumes { get; init; }
    /// <summary>How it came.</summary>
    [Key(23)] public Via Via { get; init; }
    /// <summary>The account that it has logged in to; a ticket proves it. Null: none.</summary>
    [Key(24)] public string? Account { get; init; }
    /// <summary>Where its address is, as the leaf found it; null: it does not know.</summary>
    [Key(25)] public Location? Place { get; init; }
    /// <summary>Its client wants to be told whether its user stays without it (draft/persistence).</summary>
    [Key(26)] public bool WantsPersistence { get; init; }
    /// <summary>The device that its client named when it logged in; null: none.</summary>
    [Key(27)] public string? Device { get; init; }
    [IgnoreMember] public override string Verb => "SESSION-OPEN";
    [IgnoreMember] public override ulong SessionNumber => Session;
}

/// <summary>A registered connection has ended.</summary>
[MessagePackObject]
public sealed record SessionClosed([property: Key(0)] ulong Session, [property: Key(1)] string Reason) : Ask
{
    /// <summary>How far it was shown what was said; null: it has named no device.</summary>
    [Key(2)] public Shown? Shown { get; init; }
    [IgnoreMember] public override string Verb => "SESSION-CLOSE";
    [IgnoreMember] public override ulong SessionNumber => Session;
}

/// <summary>
/// A registered connection was ended because its leaf is taken out of service: its user stays for the grace time.
/// </summary>
[MessagePackObject]
public sealed record SessionSentAway([property: Key(0)] ulong Session) : Ask
{
    /// <inheritdoc cref="SessionClosed.Shown"/>
    [Key(1)] public Shown? Shown { get; init; }
    [IgnoreMember] public override string Verb => "SESSION-AWAY";
    [IgnoreMember] public override ulong SessionNumber => Session;
}

/// <summary>
/// A connection that is no user yet wants to register an account, and a ticket has the password's verifier; or to
/// verify one, and a ticket says that it knows the code.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
/// <param name="Name">The nick that it named.</param>
[MessagePackObject]
public sealed record AccountAsked(
    [property: Key(0)] ulong Session, [property: Key(1)] string? Label, [property: Key(2)] string Name) : Ask
{
    /// <summary>It verifies the account.</summary>
    [Key(3)] public bool Verifies { get; init; }

    [IgnoreMember] public override string Verb => Verifies ? "VERIFY" : "REGISTER";
    [IgnoreMember] public override string? AnswerLabel => Label;
    [IgnoreMember] public override ulong SessionNumber => Session;
}

/// <summary>A leaf's process has begun: users of its earlier processes are gone.</summary>
[MessagePackObject]
public sealed record LeafUp() : Ask
{
    [IgnoreMember] public override string Verb => "LEAF-UP";
}

/// <summary>
/// Asks how far the log is. Changes nothing. The leaf answers reads once it has applied the answer's position.
/// </summary>
[MessagePackObject]
public sealed record Sync() : Ask
{
    [IgnoreMember] public override string Verb => "SYNC";
}

/// <summary>What became of a request.</summary>
public enum ReplyKind
{
    /// <summary>Without effect: the lines are the answer, good once <see cref="Reply.After"/> is applied.</summary>
    Answer = 0,
    /// <summary>It had effects: the answer is in the log, in the entry at <see cref="Reply.After"/>.</summary>
    InLog = 1,
    /// <summary>The root lacks the requests before this one: send again from <see cref="Request.Oldest"/> on.</summary>
    Resend = 2,
    /// <summary>The session is not known here, or the request is malformed: it is not to be sent again.</summary>
    Refused = 3,
}

/// <summary>The root's answer to a request, on its reply subject. Only good in the epoch it names.</summary>
[MessagePackObject]
public sealed record Reply(
    [property: Key(0)] int Version, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong Request,
    [property: Key(3)] ulong Epoch, [property: Key(4)] ReplyKind Kind, [property: Key(5)] ulong After,
    [property: Key(6)] IReadOnlyList<string> Lines) : Payload;

/// <summary>One entry of the log: what the root decided since the last one, in order.</summary>
[MessagePackObject]
public sealed record Entry(
    [property: Key(0)] int Version, [property: Key(1)] ulong Epoch, [property: Key(2)] IReadOnlyList<Outcome> Outcomes)
    : Payload;

/// <summary>
/// What one request came to: its events, and the reply lines for its asker. Time in Unix milliseconds. Without an
/// origin, the root acted by itself.
/// </summary>
[MessagePackObject]
public sealed record Outcome(
    [property: Key(0)] long Time, [property: Key(1)] Origin? Origin, [property: Key(2)] IReadOnlyList<Event> Events,
    [property: Key(3)] IReadOnlyList<string> Replies);

/// <summary>
/// The active root lives: its epoch and name, the last sequence it knows stored, its time in Unix milliseconds.
/// </summary>
[MessagePackObject]
public sealed record Beat(
    [property: Key(0)] int Version, [property: Key(1)] ulong Epoch, [property: Key(2)] string Node,
    [property: Key(3)] ulong Seq, [property: Key(4)] long Time) : Payload;

/// <summary>A finished snapshot: the sequence it is of, its chunks and bytes, and the SHA-256 of them all.</summary>
[MessagePackObject]
public sealed record SnapshotManifest(
    [property: Key(0)] int Version, [property: Key(1)] ulong Seq, [property: Key(2)] int Chunks,
    [property: Key(3)] int Bytes, [property: Key(4)] string Digest, [property: Key(5)] string Node,
    [property: Key(6)] long Time) : Payload;

/// <summary>A piece of a snapshot's bytes.</summary>
[MessagePackObject]
public sealed record SnapshotChunk(
    [property: Key(0)] int Version, [property: Key(1)] ulong Seq, [property: Key(2)] int Index,
    [property: Key(3)] ReadOnlyMemory<byte> Data) : Payload;

/// <summary>What an operator, or an archiver, wants of one process, on irc.ctl.&lt;node&gt;.</summary>
public enum OrderKind
{
    /// <summary>The active root resigns in favour of the standby named.</summary>
    Handover = 1,
    /// <summary>A standby takes over from a root that is silent.</summary>
    Takeover = 2,
    /// <summary>A leaf lets nobody in, sends its clients away at a rate, and ends when it is empty.</summary>
    Drain = 3,
    /// <summary>No operator's: an archiver has done all up to a mark, which the active root logs.</summary>
    Archived = 4,
    /// <summary>A root tells what operators did: so many acts, the newest last.</summary>
    Audit = 10,
    /// <summary>The active root notes an order that was given to another process, for the audit trail.</summary>
    Note = 11,
    /// <summary>No operator's: a standby has read its configuration again, and the active root logs what came of it.
    /// </summary>
    Reread = 12,
    /// <summary>The active root takes accounts and channels of another network, which are sealed for roots.</summary>
    Import = 13,
}

/// <summary>
/// An order. The argument is a node's name (Handover), clients per second (Drain), a mark as msgid (Archived), a number
/// (Audit), an order, its node and what came of it (Note), who asked, a root's name, and lines (Reread), or a sealed
/// box in base64 (Import).
/// </summary>
[MessagePackObject]
public sealed record Order(
    [property: Key(0)] int Version, [property: Key(1)] OrderKind Kind, [property: Key(2)] string Argument) : Payload
{
    /// <summary>Who gives it: user@machine; null from builds that do not say so, and from no operator.</summary>
    [Key(3)] public string? By { get; init; }
}

/// <summary>Whether the order is carried out, and a text about it for the operator.</summary>
[MessagePackObject]
public sealed record OrderReply(
    [property: Key(0)] int Version, [property: Key(1)] bool Accepted, [property: Key(2)] string Text) : Payload;
