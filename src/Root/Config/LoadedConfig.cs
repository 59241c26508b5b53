using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Config;

/// <summary>A configuration file as read: what everyone may know, and what only roots know.</summary>
public sealed record LoadedConfig(NetworkConfig Public, RootSecrets Secrets)
{
    /// <summary>What is good, but could be better: to be told to whoever reads the file.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];
}

/// <summary>What never leaves a root: the server's password (null: none) and the oper blocks by name.</summary>
public sealed record RootSecrets(Verifier? ServerPassword, IReadOnlyDictionary<string, OperBlock> Opers)
{
    /// <summary>webirc: the password of each gateway; null for one that has none.</summary>
    public IReadOnlyDictionary<string, Verifier?> Gateways { get; init; } = new Dictionary<string, Verifier?>();

    /// <summary>server.ip-cloaking with its secret; null: addresses are shown.</summary>
    public Cloaks? Cloaks { get; init; }

    /// <summary>network.secret-file, or what is made of all other secrets; of this process when there are none.
    /// </summary>
    public RootsKey Key { get; init; } = RootsKey.OfThisProcess();

    public static RootSecrets None { get; } = new(null, new Dictionary<string, OperBlock>());

    /// <summary>What stands for a password; null: there is no such name, or it has none.</summary>
    public Verifier? Find(Purpose purpose, string name) => purpose switch
    {
        Purpose.Oper => Opers.GetValueOrDefault(name)?.Password,
        Purpose.ServerPassword => ServerPassword,
        Purpose.Gateway => Gateways.GetValueOrDefault(name),
        _ => null,
    };
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
