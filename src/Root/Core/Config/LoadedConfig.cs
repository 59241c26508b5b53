using IrcNats.Root.Core.Push;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Config;

/// <summary>
/// A configuration file as it was read: the part that everyone may know, and the part that only roots know.
/// </summary>
public sealed record LoadedConfig(NetworkConfig Public, RootSecrets Secrets)
{
    /// <summary>From when on the log is trimmed.</summary>
    public LogLimits Log { get; init; } = new();

    /// <summary>Notes on a file that is good but could be better, for the person who reads it.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];
}

/// <summary>
/// The part that never leaves a root: the server's password (null: none) and the oper blocks by name.
/// </summary>
public sealed record RootSecrets(Verifier? ServerPassword, IReadOnlyDictionary<string, OperBlock> Opers)
{
    /// <summary>webirc: the password of each gateway; null for one that has none.</summary>
    public IReadOnlyDictionary<string, Verifier?> Gateways { get; init; } = new Dictionary<string, Verifier?>();

    /// <summary>server.ip-cloaking with its secret; null: addresses are shown.</summary>
    public Cloaks? Cloaks { get; init; }

    /// <summary>
    /// Made from network.secret-file, or else from all other secrets. If there are none, only this process has it.
    /// </summary>
    public RootsKey Key { get; init; } = RootsKey.OfThisProcess();

    public static RootSecrets None { get; } = new(null, new Dictionary<string, OperBlock>());

    /// <summary>How mail is sent; null: not at all.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>accounts.auth-script; null: no program is asked.</summary>
    public SidecarSettings? Sidecar { get; init; }

    /// <summary>accounts.oauth2; null: no tokens are taken.</summary>
    public TokenSettings? Tokens { get; init; }

    /// <summary>webpush; null: no messages are pushed.</summary>
    public PushSettings? Push { get; init; }

    /// <summary>An account's e-mail address; null: there is none, or it was sealed under another key.</summary>
    public string? EmailOf(Account account, ReadOnlyMemory<byte> email) => Key.OpenedEmail(email.Span, account.Name);

    /// <summary>The verifier of an account; null: it has none, or it was sealed under another key.</summary>
    public Verifier? Find(Account account) => Key.Opened(account.Secret.Span, account.Name);

    /// <summary>Whether a hash of another network stands in the place of the account's verifier.</summary>
    public bool IsOld(Account account) => Key.OpenedHash(account.Secret.Span, account.Name) is not null;

    /// <summary>The verifier of a password; null: there is no such name, or it has no password.</summary>
    public Verifier? Find(Purpose purpose, string name) => purpose switch
    {
        Purpose.Oper => Opers.GetValueOrDefault(name)?.Password,
        Purpose.ServerPassword => ServerPassword,
        Purpose.Gateway => Gateways.GetValueOrDefault(name),
        _ => null,
    };
}

/// <summary>
/// One entry of opers: a user with its password and certificate becomes this operator (OPER), or one with its key and
/// certificate (CHALLENGE). What is not there is not asked for; one of the three is.
/// </summary>
public sealed record OperBlock(Oper Oper, Verifier? Password)
{
    /// <summary>SHA-256 of the certificate.</summary>
    public string? Certfp { get; init; }
    /// <summary>Null: it has no key.</summary>
    public OperKey? Key { get; init; }
    /// <summary>The certificate alone makes its user an operator, as they register.</summary>
    public bool IsAutomatic { get; init; }
}
