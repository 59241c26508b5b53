using IrcNats.Root.Passwords;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>A configuration file as read: what everyone may know, and what only roots know.</summary>
public sealed record LoadedConfig(NetworkConfig Public, RootSecrets Secrets);

/// <summary>What never leaves a root: the server's password (null: none) and the oper blocks by name.</summary>
public sealed record RootSecrets(Verifier? ServerPassword, IReadOnlyDictionary<string, OperBlock> Opers)
{
    /// <summary>webirc: the password of each gateway; null for one that has none.</summary>
    public IReadOnlyDictionary<string, Verifier?> Gateways { get; init; } = new Dictionary<string, Verifier?>();

    /// <summary>server.ip-cloaking with its secret; null: addresses are shown.</summary>
    public Cloaks? Cloaks { get; init; }

    public static RootSecrets None { get; } = new(null, new Dictionary<string, OperBlock>());
}

/// <summary>
/// One entry of opers: who has the password and the certificate becomes this operator. One of the two may be null.
/// </summary>
public sealed record OperBlock(Oper Oper, Verifier? Password)
{
    /// <summary>SHA-256 of the certificate.</summary>
    public string? Certfp { get; init; }
    /// <summary>The certificate alone makes its user an operator, as they register.</summary>
    public bool IsAutomatic { get; init; }
}
