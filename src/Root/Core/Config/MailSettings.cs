using IrcNats.Protocol;

namespace IrcNats.Root.Config;

/// <summary>accounts.registration.email-verification, as only roots know it: by which relay mail is sent.</summary>
public sealed record MailSettings
{
    /// <summary>The relay takes so many milliseconds at most for one mail.</summary>
    public const int DefaultTimeout = 60_000;

    /// <summary>Port of a relay that takes mail from programs. https://www.rfc-editor.org/rfc/rfc6409</summary>
    public const int DefaultPort = 25;

    /// <summary>Who the mails are from.</summary>
    public string Sender { get; init; } = "";
    public string Server { get; init; } = "";
    public int Port { get; init; } = DefaultPort;
    /// <summary>Null: the relay asks for none.</summary>
    public string? Username { get; init; }
    public string? Password { get; init; }
    /// <summary>TLS begins at once, and not by STARTTLS.</summary>
    public bool ImplicitTls { get; init; }
    /// <summary>Without TLS no mail is sent.</summary>
    public bool RequiresTls { get; init; } = true;
    /// <summary>Milliseconds for one mail.</summary>
    public int Timeout { get; init; } = DefaultTimeout;
    /// <summary>Addresses that nobody may use.</summary>
    public IReadOnlyList<TextPattern> Refused { get; init; } = [];

    /// <summary>Whether nobody may use the address.</summary>
    public bool Refuses(string email) => Refused.Any(pattern => pattern.Matches(email));
}
