using System.Collections.Immutable;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// What was taken out of histories: messages that were redacted, and accounts that were forgotten. The log still has
/// what they said, and so has the archive until the archiver comes to the event that took it out. Whoever reads a
/// history there passes over it. Nothing of this is forgotten before the archive has erased it and reads that began
/// earlier are over (<see cref="Settles"/>).
/// </summary>
sealed class Erasures
{
    /// <summary>The newest redactions, over all channels and users, are remembered in any case, so that no message is
    /// redacted twice: with what belongs to them about 80 KiB of a snapshot.</summary>
    public const int Kept = 4096;

    /// <summary>
    /// While the archive is behind, at most so many redactions are remembered. With one more, everything up to the
    /// message of the oldest one is in doubt, and is not read until the archive has come to that redaction.
    /// </summary>
    public const int Most = 16_384;

    /// <summary>Accounts that are remembered at a time.</summary>
    public const int AccountsMost = 256;

    /// <summary>A watermark counts when so many milliseconds have passed: a page that was read before it is shown by
    /// then.</summary>
    public const long Settles = 60_000;

    private readonly Queue<Position> _messages = [];
    // Immutable, so that what is erased now can be handed to another thread as it is.
    private ImmutableDictionary<Position, Position> _redactedBy = ImmutableDictionary<Position, Position>.Empty;
    private readonly List<ForgottenAccount> _accounts = [];
    private Settlement _settled = new();

    /// <summary>Oldest first.</summary>
    public IEnumerable<Position> Messages => _messages;

    /// <summary>For each of these the event that redacted it.</summary>
    public IEnumerable<Position> RedactedBy => _messages.Select(message => _redactedBy[message]);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<ForgottenAccount> Accounts => _accounts;

    /// <summary>How far the archive is; null while nothing was archived and nothing is in doubt.</summary>
    public Settlement? Settled => _settled == new Settlement() ? null : _settled;

    /// <summary>No more can be remembered until the archive has come further.</summary>
    public bool IsFull => _accounts.Count >= AccountsMost;

    public bool IsRedacted(Position message) => _redactedBy.ContainsKey(message);

    public bool IsForgotten(Position message, string? account) =>
        account is not null && _accounts.Exists(a => a.Account == account && a.By > message);

    /// <summary>Nobody knows any more whether the message was redacted.</summary>
    public bool IsInDoubt(Position message) => message <= _settled.DoubtUpTo;

    /// <summary>
    /// Whether a message at this position, of this account, is erased or in doubt as of now. For any thread; what is
    /// erased later does not count.
    /// </summary>
    public Func<Position, string?, bool> AsOfNow()
    {
        ImmutableDictionary<Position, Position> redacted = _redactedBy;
        ForgottenAccount[] accounts = [.. _accounts];
        Position doubtUpTo = _settled.DoubtUpTo;
        return (message, account) => message <= doubtUpTo || redacted.ContainsKey(message)
            || Array.Exists(accounts, a => a.Account == account && a.By > message);
    }

    public void Redact(Position message, Position by)
    {
        if (IsRedacted(message)) return;
        _redactedBy = _redactedBy.Add(message, by);
        _messages.Enqueue(message);
        Forget();
    }

    public void Forget(string account, Position by)
    {
        _accounts.RemoveAll(a => a.Account == account);
        _accounts.Add(new ForgottenAccount(account, by));
    }

    /// <summary>The archive has everything up to there, and nothing that was erased up to there.</summary>
    /// <param name="now">The network's time; Unix milliseconds.</param>
    public void Archived(Position upTo, long now)
    {
        bool isOver = now - _settled.NextAt >= Settles;
        if (isOver) _settled = _settled with { UpTo = _settled.Next, Next = upTo, NextAt = now };
        if (_settled.DoubtBy <= _settled.UpTo) _settled = _settled with { DoubtUpTo = default, DoubtBy = default };
        _accounts.RemoveAll(a => a.By <= _settled.UpTo);
        Forget();
    }

    public void Load(NetworkSnapshot saved)
    {
        for (int i = 0; i < saved.Redacted.Count; i++)
        {
            // A build that did not keep what redacted a message wrote none of it.
            Position by = i < saved.RedactedBy.Count ? saved.RedactedBy[i] : saved.At;
            if (IsRedacted(saved.Redacted[i])) continue;
            _redactedBy = _redactedBy.Add(saved.Redacted[i], by);
            _messages.Enqueue(saved.Redacted[i]);
        }

        _accounts.AddRange(saved.Forgotten);
        _settled = saved.Erased ?? _settled;
    }

    private void Forget()
    {
        while (_messages.TryPeek(out Position oldest) && MayForget(oldest, out bool isInDoubt))
        {
            Position by = _redactedBy[oldest];
            if (isInDoubt)
                _settled = _settled with
                {
                    DoubtUpTo = oldest > _settled.DoubtUpTo ? oldest : _settled.DoubtUpTo, DoubtBy = by,
                };
            _redactedBy = _redactedBy.Remove(_messages.Dequeue());
        }
    }

    private bool MayForget(Position oldest, out bool isInDoubt)
    {
        isInDoubt = _redactedBy[oldest] > _settled.UpTo;
        return _messages.Count > (isInDoubt ? Most : Kept);
    }
}

/// <summary>An account of which nothing is shown that it said before this event.</summary>
/// <param name="Account">As it was registered.</param>
[MessagePackObject]
public sealed record ForgottenAccount([property: Key(0)] string Account, [property: Key(1)] Position By);

/// <summary>Up to where the archive has erased what there was to erase.</summary>
[MessagePackObject]
public sealed record Settlement
{
    /// <summary>Up to there no reader can have anything that was erased.</summary>
    [Key(0)] public Position UpTo { get; init; }
    /// <summary>The archive is as far at least, and when it said so (Unix milliseconds).</summary>
    [Key(1)] public Position Next { get; init; }
    [Key(2)] public long NextAt { get; init; }
    /// <summary>Of messages up to there not all redactions are remembered, until the archive has come to
    /// <see cref="DoubtBy"/>; (0, 0): of none.</summary>
    [Key(3)] public Position DoubtUpTo { get; init; }
    [Key(4)] public Position DoubtBy { get; init; }
}
