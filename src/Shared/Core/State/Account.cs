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

    /// <summary>Whether somebody can log in to it.</summary>
    [IgnoreMember] public bool IsOpen => !IsUnregistered && Suspended is null;

    /// <summary>Everything in it as one text, from which the table's digest is made.</summary>
    [IgnoreMember]
    public string Sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name}\n{RegisteredAt}\n{Convert.ToBase64String(Secret.Span)}\n{string.Join(' ', Certfps)}\n"
        + $"{Suspended?.By}\n{Suspended?.At}\n{Suspended?.Reason}\n{IsUnregistered}");
}

/// <summary>An operator took an account out of use.</summary>
/// <param name="By">The operator's nick.</param>
/// <param name="At">Unix milliseconds.</param>
[MessagePackObject]
public sealed record Suspension(
    [property: Key(0)] string By, [property: Key(1)] long At, [property: Key(2)] string Reason);
