using System.Collections.Frozen;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// The user who gives a command, and what the outside knows of it: the time (Unix milliseconds) and, for OPER, the
/// block whose password was right. Only leaves know capabilities; the root never decides by them.
/// </summary>
public sealed record Caller(User User, long Now)
{
    public Capabilities Capabilities { get; init; }

    /// <summary>Which of the user's connections gave the command; the root alone knows it.</summary>
    public SessionId Session { get; init; } = User.Session;

    /// <summary>The oper block whose password was checked and found right, outside the core.</summary>
    public Oper? Verified { get; init; }

    /// <summary>The certificate (SHA-256) that <see cref="Verified"/> needs besides; null: none.</summary>
    public string? VerifiedCertfp { get; init; }

    /// <summary>How often each command was given on the asker's leaf; empty at the root.</summary>
    public IReadOnlyDictionary<string, long> CommandCounts { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>The message whose msgid the line names, read from the log outside the core; null for none.</summary>
    public CitedMessage? Cited { get; init; }

    /// <summary>The verifier of a new password that the line sets, sealed for the log; empty: it sets none.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>An e-mail address that the line names, sealed for the log; empty: it names none.</summary>
    public ReadOnlyMemory<byte> Email { get; init; }

    /// <summary>Opens an account's sealed e-mail address; only roots can. Null: there is none, or it was sealed under
    /// another key.</summary>
    public Func<Account, ReadOnlyMemory<byte>, string?> Unsealed { get; init; } = static (_, _) => null;

    public UserId Id => User.Id;
    /// <summary>The certificate that this connection showed; null: none.</summary>
    public string? Certfp => User.CertfpOf(Session);
    public string Nick => User.Nick;

    public bool Has(Capabilities capability) => (Capabilities & capability) != 0;
}
