using IrcNats.Proving;
using IrcNats.Root.Config;

namespace IrcNats.Root.Core.Outside;

/// <summary>
/// What somebody outside the network is to be asked: whose a password, a certificate or a token is. To open the box,
/// keys have to be agreed upon: whoever asks does that, and not the root's loop.
/// </summary>
/// <param name="Name">The account that the client named, or the certificate's fingerprint; empty: it named none.
/// </param>
/// <param name="Address">Where the client is.</param>
/// <param name="Secrets">As they were when the question came.</param>
public sealed record OutsideQuestion(ReadOnlyMemory<byte> Box, string Name, string Address, RootSecrets Secrets)
{
    /// <summary>Null: the box is none, or was sealed for other roots.</summary>
    public OutsideSecret? Open() => Secrets.Key.OpenSecret(Box.Span, Name);
}

/// <summary>What came of it.</summary>
/// <param name="Text">The account's name if it is known; else why nobody could say it.</param>
public sealed record OutsideAnswer(OutsideOutcome Outcome, string Text)
{
    /// <summary>What was asked about; null: nobody knows, because the box could not be opened.</summary>
    public OutsideKind? Kind { get; init; }

    public static OutsideAnswer Failed(string why) => new(OutsideOutcome.Failed, why);
}

/// <summary>What somebody outside says.</summary>
public enum OutsideOutcome
{
    /// <summary>Whose it is.</summary>
    Known,
    /// <summary>It is nobody's.</summary>
    Denied,
    /// <summary>Nobody answered, or not well.</summary>
    Failed,
}
