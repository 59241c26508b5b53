using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// A code that goes to an e-mail address, and shows who says it that they read the mail. The code itself stands
/// nowhere: roots make it of this record with their key, whenever they need it.
/// </summary>
/// <param name="AskedAt">Unix milliseconds.</param>
/// <param name="Address">Sealed under the roots' key.</param>
[MessagePackObject]
public sealed record MailedCode(
    [property: Key(0)] MailKind Kind, [property: Key(1)] long AskedAt,
    [property: Key(2)] ReadOnlyMemory<byte> Address)
{
    /// <summary>Mails that may wait for the relay at a time, and accounts for their verification.</summary>
    public const int MailsMost = 1000, UnverifiedMost = 10_000;

    /// <summary>The relay has taken the mail.</summary>
    [Key(3)] public bool IsSent { get; init; }
    /// <summary>Who is told if the mail cannot be sent; null: whoever has the account's nick then.</summary>
    [Key(4)] public UserId? AskedBy { get; init; }

    /// <summary>The same when the relay has taken the mail, or nobody needs it any more.</summary>
    [IgnoreMember] public MailedCode AsSent => this with { IsSent = true };

    /// <summary>Everything in it as one text.</summary>
    [IgnoreMember]
    public string Sum => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind} {AskedAt} {Convert.ToBase64String(Address.Span)} {IsSent} {AskedBy?.Value}");
}

/// <summary>What a code that is mailed is for. Numbers are in the log.</summary>
public enum MailKind
{
    /// <summary>An account is registered; nobody can log in to it before.</summary>
    NewAccount = 1,
    /// <summary>An account gets another address.</summary>
    NewAddress = 2,
    /// <summary>An account's password was forgotten.</summary>
    NewPassword = 3,
}
