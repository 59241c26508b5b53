using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// What TLS certificates have to do with operators. Which one a user has shown is in the network's state, so the
/// decision compares it; which one it must be is here.
/// </summary>
static class OperCertificates
{
    /// <summary>The proof of an OPER, whose password was right, wrong or not there.</summary>
    public static Proof ProofOf(OperBlock? block, bool passwordIsRight) =>
        block is null || (block.Password is not null && !passwordIsRight)
            ? new Proof(PasswordIsRight: true, Oper: null)
            : new Proof(PasswordIsRight: true, block.Oper) { Certfp = block.Certfp };

    /// <summary>The operator that somebody who registers becomes by their certificate alone; null: none.</summary>
    public static Oper? OperOf(RootSecrets secrets, Ask ask) => ask is SessionOpened { Certfp: { } shown }
        ? secrets.Opers.Values.FirstOrDefault(block => block.IsAutomatic && block.Certfp == shown)?.Oper
        : null;
}
