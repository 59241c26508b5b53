using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Whether accounts have e-mail addresses, and for how long a code that was mailed is good. Times are in milliseconds.
/// How mail is sent is known to roots alone.
/// </summary>
[MessagePackObject]
public sealed record EmailConfig
{
    /// <summary>accounts.registration.email-verification.enabled: an account needs an address that was verified.
    /// </summary>
    [Key(0)] public bool IsRequired { get; init; }
    /// <summary>accounts.registration.verify-timeout.</summary>
    [Key(1)] public long VerifyTimeout { get; init; } = 32 * 3_600_000L;
    /// <summary>accounts.registration.email-verification.password-reset.enabled.</summary>
    [Key(2)] public bool ResetsPasswords { get; init; }
    /// <summary>accounts.registration.email-verification.password-reset.cooldown.</summary>
    [Key(3)] public long ResetCooldown { get; init; } = 3_600_000;
    /// <summary>accounts.registration.email-verification.password-reset.timeout.</summary>
    [Key(4)] public long ResetTimeout { get; init; } = 86_400_000;

    /// <summary>How long such a code is good.</summary>
    public long TimeoutOf(MailKind kind) => kind == MailKind.NewPassword ? ResetTimeout : VerifyTimeout;
}
