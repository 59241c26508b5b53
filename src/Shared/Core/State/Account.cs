using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// A registered name. Only roots hold accounts (<see cref="AccountTable"/>). A name is permanent: the row of an
/// account that was unregistered stays, so that nobody else gets the name.
/// </summary>
[MessagePackObject]
public sealed record Account
{
    /// <summary>Fingerprints of certificates that one account may have.</summary>
    public const int CertfpsMost = 10;

    /// <summary>As it was registered.</summary>
    [Key(0)] public required string Name { get; init; }
    /// <summary>Unix milliseconds.</summary>
    [Key(1)] public long RegisteredAt { get; init; }
    /// <summary>The verifier of the password, sealed under the roots' key; empty: there is no password.</summary>
    [Key(2)] public ReadOnlyMemory<byte> Secret { get; init; }
    /// <summary>SHA-256 of the certificates that log in to it, in lower-case hexadecimal digits.</summary>
    [Key(3)] public IReadOnlyList<string> Certfps { get; init; } = [];
    /// <summary>Null: it is not suspended.</summary>
    [Key(4)] public Suspension? Suspended { get; init; }
    /// <summary>It was given up; nobody can log in to it any more.</summary>
    [Key(5)] public bool IsUnregistered { get; init; }

    /// <summary>Its nicks besides its name (NICKSERV GROUP).</summary>
    [Key(6)] public IReadOnlyList<string> Nicks { get; init; } = [];
    /// <summary>Whether others may take its nicks, as its owner said.</summary>
    [Key(7)] public NickEnforcement Enforcement { get; init; }
    /// <summary>Null: it has no vhost, and asks for none.</summary>
    [Key(8)] public Vhost? Vhost { get; init; }

    /// <summary>The e-mail address that was verified, sealed under the roots' key; empty: none is known.</summary>
    [Key(9)] public ReadOnlyMemory<byte> Email { get; init; }
    /// <summary>An address that is to be verified by a code; null: none.</summary>
    [Key(10)] public MailedCode? Unproved { get; init; }
    /// <summary>A code by which the account gets another password; null: none was ever asked for.</summary>
    [Key(11)] public MailedCode? Reset { get; init; }
    /// <summary>What its owner has set; null: nothing.</summary>
    [Key(12)] public AccountSettings? Settings { get; init; }
    /// <summary>Devices by which somebody was logged in; those that were there last are first.</summary>
    [Key(13)] public IReadOnlyList<Device> Devices { get; init; } = [];

    /// <summary>Where its clients are told of messages; as many as webpush.max-subscriptions says.</summary>
    [Key(14)] public IReadOnlyList<PushSubscription> Pushes { get; init; } = [];

    /// <summary>The account, one of whose devices was shown so much when it went.</summary>
    public Account With(Device device) => this with
    {
        Devices = [.. Devices.Where(d => d.Name != device.Name).Prepend(device).Take(Device.Most)],
    };

    /// <summary>Nobody can log in to it before its address is verified. If that does not happen in time, the account
    /// is removed, and its name is free.</summary>
    [IgnoreMember] public bool IsUnverified => Unproved is { Kind: MailKind.NewAccount };

    /// <summary>Whether somebody owns it: it is verified, and was not given up.</summary>
    [IgnoreMember] public bool IsOwned => !IsUnregistered && !IsUnverified;

    /// <summary>Whether somebody can log in to it.</summary>
    [IgnoreMember] public bool IsOpen => IsOwned && Suspended is null;

    /// <summary>Everything in it as one text, from which the table's digest is made.</summary>
    [IgnoreMember]
    public string Sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}\n{RegisteredAt}\n{Convert.ToBase64String(Secret.Span)}\n{string.Join(' ', Certfps)}\n"
        + $"{Suspended?.By}\n{Suspended?.At}\n{Suspended?.Reason}\n{IsUnregistered}\n"
        + $"{string.Join(' ', Nicks)}\n{Enforcement}\n{Vhost?.Host} {Vhost?.IsOn} {Vhost?.Requested}\n"
        + $"{Convert.ToBase64String(Email.Span)}\n{Unproved?.Sum}\n{Reset?.Sum}{Settings?.Sum}"
        + $"{string.Concat(Devices.Select(d => "\n" + d.Sum))}"
        + $"{(Suspended?.Until is { } until ? $"\nuntil {until}" : "")}"
        + $"{string.Concat(Pushes.Select(p => "\npush " + p.Sum))}");
}

/// <summary>An operator took an account out of use.</summary>
/// <param name="By">The operator's nick.</param>
/// <param name="At">Unix milliseconds.</param>
[MessagePackObject]
public sealed record Suspension(
    [property: Key(0)] string By, [property: Key(1)] long At, [property: Key(2)] string Reason)
{
    /// <summary>When it ends by itself (Unix milliseconds); null: never.</summary>
    [Key(3)] public long? Until { get; init; }
}

/// <summary>Whether others may take the nicks of an account.</summary>
public enum NickEnforcement
{
    /// <summary>As accounts.nick-reservation.method says.</summary>
    Default = 0,
    /// <summary>They may.</summary>
    None = 1,
    /// <summary>They may not.</summary>
    Strict = 2,
}

/// <summary>A host that the users of an account have in the place of their own.</summary>
[MessagePackObject]
public sealed record Vhost
{
    /// <summary>Accounts that may wait for an operator to look at their requests.</summary>
    public const int RequestsMost = 1000;

    /// <summary>What operators gave; null: nothing.</summary>
    [Key(0)] public string? Host { get; init; }
    /// <summary>The owner wants it to be shown.</summary>
    [Key(1)] public bool IsOn { get; init; }
    /// <summary>What the owner asks for; null: nothing.</summary>
    [Key(2)] public string? Requested { get; init; }

    /// <summary>The host that users have; null: their own.</summary>
    [IgnoreMember] public string? Shown => IsOn ? Host : null;
}
