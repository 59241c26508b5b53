using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What goes for e-mail addresses of accounts, and for the codes that are mailed to them.</summary>
public static class EmailRules
{
    public const string NoMail = "Accounts have no e-mail addresses here",
        NotNeeded = "Accounts need no verification here",
        NoAddress = "That is no e-mail address",
        Unverified = "The account's e-mail address has to be verified first: a mail with a code was sent there",
        Mailed = "A mail with a code is on its way to you: send VERIFY",
        TooMany = "Too many accounts wait to be verified; try again later",
        WrongCode = "That is not the code, or it is too old";

    /// <summary>Whether so many mails wait, or so many accounts for their verification, that there cannot be another.
    /// </summary>
    public static bool IsFull(Network net) =>
        net.MailsDue.Count >= MailedCode.MailsMost || net.UnverifiedCount >= MailedCode.UnverifiedMost;

    /// <summary>Whether the code is still good.</summary>
    public static bool Holds(NetworkConfig config, MailedCode code, long now) =>
        now - code.AskedAt < config.Accounts.Email.TimeoutOf(code.Kind);

    /// <summary>Whether a code may be mailed by which the account gets another password.</summary>
    public static bool MayReset(Network net, Account account, long now) =>
        account is { IsOpen: true, Email.IsEmpty: false } && !IsFull(net)
        && !(account.Reset is { } last && now - last.AskedAt < net.Config.Accounts.Email.ResetCooldown);

    /// <summary>Why a user may not verify the account, as far as a leaf can say; null: they may.</summary>
    public static (string Code, string Text)? RefusalToVerify(NetworkConfig config, User user, string account) =>
        !config.Accounts.Email.IsRequired ? ("INVALID_CODE", NotNeeded)
        : user.Account is { } own && Folded.Of(own, config.Casemapping) != Folded.Of(account, config.Casemapping)
            ? ("ALREADY_AUTHENTICATED", $"You are already logged in as {own}")
        : null;
}
