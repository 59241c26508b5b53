namespace IrcNats.Root.Core.Push;

/// <summary>webpush, as far as only roots know it.</summary>
public sealed record PushSettings
{
    /// <summary>Milliseconds for one message.</summary>
    public int Timeout { get; init; } = 10_000;
    /// <summary>Whom a push server may ask about us: a URL, or mailto:.</summary>
    public string Subscriber { get; init; } = "";
    /// <summary>Networks in which a push server may be, although they are not public.</summary>
    public IReadOnlyList<string> Inside { get; init; } = [];
}

/// <summary>A message to be pushed.</summary>
/// <param name="Line">Without CR and LF.</param>
/// <param name="Account">Whose it is, as it was registered.</param>
/// <param name="Secret">Of the subscription.</param>
public sealed record OutgoingPush(
    ReadOnlyMemory<byte> Secret, string Account, string Line, bool IsUrgent, Config.RootSecrets Secrets);

/// <summary>What became of it.</summary>
/// <param name="Text">What went wrong; no URL is in it.</param>
public sealed record PushResult(PushOutcome Outcome, string Text = "");

/// <summary>What a push server did.</summary>
public enum PushOutcome
{
    Sent,
    /// <summary>Nobody reads there any more.</summary>
    Gone,
    /// <summary>It may work later.</summary>
    Failed,
    /// <summary>It never will.</summary>
    Refused,
}
