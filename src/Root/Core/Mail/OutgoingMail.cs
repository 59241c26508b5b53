namespace IrcNats.Root.Core.Mail;

/// <summary>A mail as it is given to the relay.</summary>
public sealed record OutgoingMail(string To, string Subject, string Body);

/// <summary>What became of a mail.</summary>
/// <param name="Text">What the relay said, or why it could not be asked.</param>
public readonly record struct MailResult(MailOutcome Outcome, string Text);

/// <summary>How that goes on.</summary>
public enum MailOutcome
{
    /// <summary>The relay has taken it.</summary>
    Sent,
    /// <summary>The relay will never take it.</summary>
    Refused,
    /// <summary>Perhaps it works later: the relay is not there, is busy, or was too slow.</summary>
    Failed,
}
