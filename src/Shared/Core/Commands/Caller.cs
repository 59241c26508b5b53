using System.Collections.Frozen;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// Who gives a command, and what the outside stamped on it: time (Unix milliseconds) and, for OPER, which block's
/// password was right. Capabilities are known to leaves only; the root never decides by them.
/// </summary>
public sealed record Caller(User User, long Now)
{
    public Capabilities Capabilities { get; init; }

    /// <summary>The oper block whose password was checked and found right, outside the core.</summary>
    public Oper? Verified { get; init; }

    /// <summary>The certificate that goes with <see cref="Verified"/> (SHA-256); null: it takes none.</summary>
    public string? VerifiedCertfp { get; init; }

    /// <summary>How often commands were given on the asker's leaf; the root knows of none.</summary>
    public IReadOnlyDictionary<string, long> CommandCounts { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>The message whose msgid the line names, read from the log outside the core; null for none.</summary>
    public CitedMessage? Cited { get; init; }

    public UserId Id => User.Id;
    public string Nick => User.Nick;

    public bool Has(Capabilities capability) => (Capabilities & capability) != 0;
}
