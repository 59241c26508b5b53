using System.Net.Sockets;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IrcNats.Root.Mailing;

/// <summary>
/// Gives a mail to a relay. Whatever the relay does, the answer comes within the time that the settings allow.
/// https://www.rfc-editor.org/rfc/rfc5321 https://www.rfc-editor.org/rfc/rfc6409
/// </summary>
static class SmtpRelay
{
    // Characters of what a relay says that are logged.
    private const int MostSaid = 200;

    /// <param name="stop">This process ends.</param>
    public static async Task<MailResult> SendAsync(
        OutgoingMail mail, MailSettings how, TimeProvider time, CancellationToken stop)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(how.Timeout), time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            // A step that does not look at the token, such as a lookup of a name, is left behind.
            // And none of it is done by the thread that asks.
            await Task.Run(() => DeliverAsync(mail, how, either.Token), either.Token).WaitAsync(either.Token);
            return new MailResult(MailOutcome.Sent, "");
        }
        catch (Exception late) when (late is TimeoutException
            || (late is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new MailResult(MailOutcome.Failed, $"{how.Server}:{how.Port} took longer than {how.Timeout} ms");
        }
        catch (SmtpCommandException refused)
        {
            bool isForGood = (int)refused.StatusCode >= 500
                && refused.ErrorCode is (SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);
            return new MailResult(
                isForGood ? MailOutcome.Refused : MailOutcome.Failed,
                $"{how.Server}:{how.Port} said {(int)refused.StatusCode} {Said(refused.Message, mail)}");
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // Whatever it is: a mail that ended a root would be sent by the next one, and end that, too.
            return new MailResult(
                MailOutcome.Failed, $"{how.Server}:{how.Port}: {Said(fault.Message, mail)}");
        }
    }

    private static async Task DeliverAsync(OutgoingMail mail, MailSettings how, CancellationToken stop)
    {
        using SmtpClient relay = new();
        relay.LocalDomain = DomainOf(how.Sender);
        relay.Timeout = how.Timeout;
        SecureSocketOptions tls = how.ImplicitTls ? SecureSocketOptions.SslOnConnect
            : how.RequiresTls ? SecureSocketOptions.StartTls
            : SecureSocketOptions.StartTlsWhenAvailable;
        await relay.ConnectAsync(how.Server, how.Port, tls, stop);
        if (how.Username is { } username) await relay.AuthenticateAsync(username, how.Password ?? "", stop);
        await relay.SendAsync(MessageOf(mail, how), stop);
        try
        {
            await relay.DisconnectAsync(quit: true, stop);
        }
        catch (Exception fault) when (fault is ProtocolException or IOException or SocketException)
        {
            // The relay has the mail: how it says goodbye does not matter.
        }
    }

    private static MimeMessage MessageOf(OutgoingMail mail, MailSettings how)
    {
        MimeMessage message = new()
        {
            Subject = mail.Subject, Body = new TextPart("plain") { Text = mail.Body },
            // Without the name of this machine.
            MessageId = MimeKit.Utils.MimeUtils.GenerateMessageId(DomainOf(how.Sender)),
        };
        message.From.Add(MailboxAddress.Parse(how.Sender));
        message.To.Add(MailboxAddress.Parse(mail.To));
        // Nobody's autoresponder answers it. https://www.rfc-editor.org/rfc/rfc3834#section-5
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    // Neither whose address it is, nor what could break a line of the log.
    private static string Said(string text, OutgoingMail mail)
    {
        string said = string.Join(' ', text.Split(
            [' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        said = said.Replace(mail.To, "(the address)", StringComparison.OrdinalIgnoreCase);
        return said.Length > MostSaid ? said[..MostSaid] : said;
    }
}
