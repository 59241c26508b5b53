using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// Operators by TLS certificate. The network's state has the certificate that a user has shown, so the decision
/// compares it. The certificate that it must be is here.
/// </summary>
static class OperCertificates
{
    /// <summary>The operator that a newcomer becomes by certificate alone; null: none.</summary>
    public static Oper? OperOf(RootSecrets secrets, SessionOpened ask) => ask.Certfp is { } shown
        ? secrets.Opers.Values.FirstOrDefault(block => block.IsAutomatic && block.Certfp == shown)?.Oper
        : null;
}
