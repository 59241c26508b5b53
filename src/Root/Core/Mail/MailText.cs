using System.Globalization;
using IrcNats.Root.Config;
using IrcNats.State;

namespace IrcNats.Root.Core.Mail;

/// <summary>The words of the mails that the network sends.</summary>
public static class MailText
{
    /// <summary>Before the code, which stands alone behind it on its line.</summary>
    public const string BeforeCode = "The code is: ";

    /// <summary>The mail for a code; null: the address was sealed under another key.</summary>
    public static OutgoingMail? Of(NetworkConfig config, RootSecrets secrets, Account account, MailedCode mailed)
    {
        if (secrets.EmailOf(account, mailed.Address.IsEmpty ? account.Email : mailed.Address) is not { } to)
            return null;
        string code = secrets.Key.CodeOf(account, mailed);
        (string what, string write) = mailed.Kind switch
        {
            MailKind.NewAccount => ($"registered the account {account.Name}", $"VERIFY {account.Name} {code}"),
            MailKind.NewAddress => (
                $"gave this address to the account {account.Name}", $"VERIFY {account.Name} {code}"),
            _ => (
                $"has forgotten the password of the account {account.Name}",
                $"RESETPASS {account.Name} {code} new-password"),
        };
        string[] lines =
        [
            $"Somebody, perhaps you, {what} on the chat network {config.NetworkName} ({config.ServerName}).",
            "", BeforeCode + code,
            "", "If it was you, write there:",
            "", $"    /msg NickServ {write}",
            "", $"The code is good for {Shown(config.Accounts.Email.TimeoutOf(mailed.Kind))}. If it was not you, "
                + "do nothing.",
        ];
        return new OutgoingMail(to, $"{config.NetworkName}: code for {account.Name}", string.Join("\r\n", lines));
    }

    private static string Shown(long time) => time < 2 * 3_600_000
        ? string.Create(CultureInfo.InvariantCulture, $"{time / 60_000} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time / 3_600_000} hours");
}
