using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>How far a session has come. <see cref="Sessions"/> moves it on.</summary>
public enum Stage
{
    /// <summary>CAP, PASS, NICK, USER.</summary>
    Registering,
    /// <summary>The root has been asked to make it a user.</summary>
    Opening,
    Registered,
    /// <summary>It said QUIT, and the root is being told: its last line waits for that.</summary>
    Leaving,
    /// <summary>The connection is gone or going; the root has been told.</summary>
    Gone,
}

/// <summary>A line that waits its turn, and when it came (in the leaf's count of barriers).</summary>
readonly record struct Received(LineRead Read, ulong Barrier);

/// <summary>One attached connection: what it has negotiated, who it is, and the lines that wait their turn.</summary>
public sealed class Session
{
    private HashSet<string>? _subscriptions;

    internal Session(ulong number, ILink link, Peer peer, long now)
    {
        Number = number;
        Link = link;
        Peer = peer;
        Began = LastHeard = now;
    }

    internal ulong Number { get; }
    internal ILink Link { get; }
    internal Peer Peer { get; set; }
    /// <summary>Where its address is; null: nobody knows.</summary>
    internal Location? Place { get; set; }
    /// <summary>A proof under way, for which its next lines wait; null: none.</summary>
    internal ProofUnderWay? Proof { get; set; }
    /// <summary>A read of histories under way, for which its next lines wait; null: none.</summary>
    internal ReadUnderWay? Reading { get; set; }
    /// <summary>Something is being found out for it, and its next lines wait.</summary>
    internal bool IsBusy => Proof is not null || Reading is not null || IsRegisteringAccount;
    /// <summary>The root is asked to register an account for it, before it is a user.</summary>
    internal bool IsRegisteringAccount { get; set; }
    /// <summary>The proofs that it has for its registration.</summary>
    internal IReadOnlyList<Ticket> Tickets { get; set; } = [];
    internal int RefusedTickets { get; set; }
    /// <summary>What proves whose account it is logged in to, or about to be; null: none.</summary>
    internal Ticket? Login { get; set; }
    /// <summary>What it has said of SASL so far; null: no exchange is under way.</summary>
    internal SaslExchange? Sasl { get; set; }
    /// <summary>Channels that it is in as far as it knows, when the log went back: it joins them as soon as it is a
    /// user again.</summary>
    internal IReadOnlyList<string> Returning { get; set; } = [];
    /// <summary>The password that its gateway gave.</summary>
    internal string? GatewayPassword { get; set; }
    /// <summary>This and what follows: by the leaf's steady clock.</summary>
    internal long Began { get; }
    internal long LastHeard { get; set; }
    /// <summary>When it was sent a PING that is not answered; null: there is none.</summary>
    internal long? PingedAt { get; set; }

    internal Stage Stage { get; set; }
    /// <summary>It has not ended.</summary>
    internal bool IsLive => Stage < Stage.Leaving;
    /// <summary>When somebody has to look at it next; null: never. <see cref="DueTimes"/> keeps it.</summary>
    internal long? DueAt { get; set; }
    /// <summary>The addresses with which its connection is counted; null: it is not counted.</summary>
    internal AddressGroup? Group { get; set; }
    /// <summary>A lookup under way, for which its registration waits; null: none.</summary>
    internal Lookup? Lookup { get; set; }
    /// <summary>The username that the client's machine says (ident); null: it says none.</summary>
    internal string? ProvedUsername { get; set; }
    internal Capabilities Capabilities { get; set; }
    /// <summary>Aliases by which it asked for some of them; null for none.</summary>
    internal HashSet<string>? CapabilityAliases { get; set; }
    /// <summary>302 or 301, as CAP LS named it; 0 before.</summary>
    internal int CapVersion { get; set; }
    /// <summary>CAP LS or REQ was sent and CAP END not yet: registration waits.</summary>
    internal bool Negotiating { get; set; }
    internal string? Nick { get; set; }
    /// <summary>The nick that it named last, although somebody has it; null: none.</summary>
    internal string? NickInUse { get; set; }
    internal string? Username { get; set; }
    internal string? Realname { get; set; }
    internal string? Password { get; set; }
    /// <summary>Said with AWAY before there was a user; null for nothing.</summary>
    internal string? Away { get; set; }
    /// <summary>The token that brings its user back if this leaf is lost; null: it has not asked for one.</summary>
    internal string? Token { get; set; }
    /// <summary>Digest of the token that it wants a user back with.</summary>
    internal string? Resumes { get; set; }
    /// <summary>The device that its client named when it logged in; null: none.</summary>
    internal string? Device { get; private set; }
    /// <summary>How far it had been shown what was said when it was heard last; null: it has named no device.</summary>
    internal Shown? ShownWhenHeard { get; set; }
    internal int RegistrationLines { get; set; }
    internal UserId User { get; set; }
    /// <summary>Another session here of the same user; null: it is the last of them. <see cref="LocalMembers"/> keeps
    /// it.</summary>
    internal Session? NextOfUser { get; set; }

    internal Queue<Received> Backlog { get; } = [];
    internal bool InputPaused { get; set; }
    /// <summary>When its client closed its side; null while it may send.</summary>
    internal long? HungUpAt { get; set; }
    /// <summary>Why nothing comes any more: it ends when its lines are done. Null while something may come.</summary>
    internal InputEnd? InputEnd { get; set; }
    /// <summary>Requests sent to the root and not yet answered.</summary>
    internal int InFlight { get; set; }
    /// <summary>Its lines that the root has not answered, in order.</summary>
    internal Queue<Pending> Asked { get; } = [];
    /// <summary>
    /// Lines that wait for the answer to an earlier line, because the log can be quicker than a reply. Null: none.
    /// </summary>
    internal List<(ulong Request, ReadOnlyMemory<byte> Bytes)>? Held { get; set; }
    /// <summary>The newest request whose answer is held.</summary>
    internal ulong HeldUpTo { get; set; }
    /// <summary>Set while the answer to a labelled command is put together.</summary>
    internal Response? Response { get; set; }
    /// <summary>Long answers that are not said to the end; its next lines wait for them.</summary>
    internal List<Unfinished> Answers { get; } = [];
    /// <summary>When they went on last.</summary>
    internal long AnswerMoved { get; set; }
    /// <summary>They go on as soon as those before it had their turn.</summary>
    internal bool HasTurn { get; set; }
    /// <summary>The metadata that it has set before it is a user.</summary>
    internal IReadOnlyList<MetadataItem> Metadata { get; set; } = [];
    /// <summary>Its changes of metadata are paid for until then.</summary>
    internal long MetadataDue { get; set; }
    /// <summary>The same for answers that look through a channel.</summary>
    internal long SyncDue { get; set; }
    /// <summary>Keys of metadata whose changes it wants to be told of.</summary>
    internal HashSet<string> Subscriptions => _subscriptions ??= [];
    internal bool HasSubscriptions => _subscriptions is { Count: > 0 };
    /// <summary>Its typing notifications are paid for until then.</summary>
    internal long TypingDue { get; set; }
    /// <summary>The batch it has begun and not ended.</summary>
    internal OpenBatch? OpenBatch { get; set; }
    /// <summary>The batch that failed last: what still comes of it is passed over.</summary>
    internal FailedBatch? FailedBatch { get; set; }
    /// <summary>While it is leaving: how, and the answer whose last line it is.</summary>
    internal (Ending How, Response? Response)? Farewell { get; set; }
    internal InputBudget Budget { get; } = new();

    /// <summary>Its limits, as <see cref="SessionLimits"/> found them last; null: not yet.</summary>
    internal OwnLimits? Limits { get; set; }

    /// <summary>Bytes that may wait for its reader.</summary>
    public int SendqIn(NetworkConfig config) => Limits?.Sendq ?? config.Session.MaxSendq;

    /// <summary>The list on which its address is (DNSBL); null: none.</summary>
    internal Blocklist? Listed { get; set; }

    /// <summary>How often it gave a command without paying for it; only commands that have a budget. Null: never.
    /// </summary>
    internal Dictionary<string, int>? FreeUses { get; set; }
    internal bool Dirty { get; set; }
    /// <summary>The last announcement this session was counted in, so that it is told once.</summary>
    internal int Mark { get; set; }
    /// <summary>Waits for room among the unanswered requests.</summary>
    internal bool Starved { get; set; }
    /// <summary>Waits for its input budget.</summary>
    internal bool Throttled { get; set; }

    /// <summary>Nicks it monitors, as it wrote them; null for none.</summary>
    internal Dictionary<Folded, string>? Monitored { get; set; }

    /// <summary>What a reply calls the session: its nick, or "*" while it has none.</summary>
    internal string Called { get; set; } = "*";

    /// <summary>Whether it is told of changes to a key of metadata.</summary>
    internal bool IsSubscribed(string key) =>
        _subscriptions?.Contains(key) == true
        && (Capabilities & (Capabilities.Metadata | Capabilities.Metadata3)) != 0;

    /// <summary>What it asked ZNC's module for last; null: nothing.</summary>
    internal PlayWanted? Plays { get; set; }

    /// <summary>Up to when it has read the messages of a target (Unix milliseconds); null for none.</summary>
    internal Dictionary<Folded, long>? ReadMarkers { get; set; }

    /// <summary>Its client names its device, or none, when it has been shown so much.</summary>
    internal void Names(string? device, Shown shown) =>
        (Device, ShownWhenHeard) = (device, device is null ? null : shown);

    internal bool Has(Capabilities capability) => (Capabilities & capability) == capability;

    /// <summary>The label of what it sent, if it can get an answer with one: an answer of several lines could not carry
    /// it without batches.</summary>
    internal string? LabelOf(string? label) =>
        Has(Capabilities.LabeledResponse | Capabilities.Batch) && !string.IsNullOrEmpty(label) ? label : null;
}
