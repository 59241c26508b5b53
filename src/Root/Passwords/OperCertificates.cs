using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// What TLS certificates have to do with operators. Which one a user has shown is in the network's state, so the
/// decision compares it; which one it must be is here.
/// </summary>
static class OperCertificates
{
    /// <summary>The operator that somebody who registers becomes by their certificate alone; null: none.</summary>
    public static Oper? OperOf(RootSecrets secrets, SessionOpened ask) => ask.Certfp is { } shown
        ? secrets.Opers.Values.FirstOrDefault(block => block.IsAutomatic && block.Certfp == shown)?.Oper
        : null;
}
