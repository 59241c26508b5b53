using IrcNats.Proving;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Push;
using IrcNats.Root.Passwords;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// The part of a root's door for what a leaf says to roots alone: verifiers of new passwords, e-mail addresses, and
/// codes that were mailed.
/// </summary>
/// <param name="throttle">What the door remembers of tries.</param>
sealed class BoxDoor(Throttle throttle)
{
    public const string RefusedAddress = "This e-mail address cannot be used here";

    public ProofAnswer Answer(ProofQuestion asked, LoadedConfig config, Network net, long now, long ticks)
    {
        if (config.Public.Accounts.SealKey is null) return ProofDoor.Busy("there is no network.secret-file");
        if (config.Secrets.Key.OpenBox(asked.Box.Span, asked.Name) is not { } content)
            return ProofDoor.Busy("the box is none, or was sealed for another network.secret-file");
        return asked.Purpose switch
        {
            Purpose.NewPassword => NewPassword(asked, content, config, now, ticks),
            Purpose.NewEmail => NewEmail(asked, content, config, now, ticks),
            Purpose.NewPush => NewPush(asked, content, config, now),
            Purpose.EmailCode => EmailCode(asked, content, config, net, now, ticks),
            _ => PasswordByCode(asked, content, config, net, now, ticks),
        };
    }

    // A new password, and perhaps an address: what the log will have of it. Every one counts, so that nobody registers
    // thousands of accounts. Who has an address is not logged in before it is verified.
    private ProofAnswer NewPassword(
        ProofQuestion asked, BoxContent content, LoadedConfig config, long now, long ticks)
    {
        if (Verifier.Parse(content.Verifier) is not { } verifier) return ProofDoor.Busy("the verifier is none");
        byte[]? email = content.Email.Length == 0 ? [] : Sealed(content.Email, asked.Name, config);
        if (email is null) return Refused();
        throttle.Add(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);
        return Right(asked, config, new Ticket(asked.Purpose, asked.Name, 0, now + ProofDoor.LoginHolds, default)
        {
            Account = email.Length == 0 ? asked.Name : null, Email = email,
            Secret = config.Secrets.Key.Sealed(verifier, asked.Name),
        });
    }

    private ProofAnswer NewEmail(ProofQuestion asked, BoxContent content, LoadedConfig config, long now, long ticks)
    {
        throttle.Add(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);
        return Sealed(content.Email, asked.Name, config) is { } email
            ? Right(asked, config, new Ticket(asked.Purpose, asked.Name, 0, now + ProofDoor.TicketHolds, default)
            {
                Email = email,
            })
            : Refused();
    }

    // Where messages are pushed, as the log has it: an id, and behind that everything, sealed.
    private static ProofAnswer NewPush(ProofQuestion asked, BoxContent content, LoadedConfig config, long now)
    {
        if (PushEndpoint.Read(content.Password, out string fault) is not { } endpoint)
            return ProofDoor.Said(ProofKind.Refused, fault);
        RootsKey key = config.Secrets.Key;
        return Right(asked, config, new Ticket(asked.Purpose, asked.Name, 0, now + ProofDoor.TicketHolds, default)
        {
            Secret = new byte[][] { key.PushId(endpoint.Url), key.SealedPush(endpoint.Text, asked.Name) }
                .SelectMany(part => part).ToArray(),
        });
    }

    // The code of a new account logs in to it, as long as its password is the one that it has now.
    private ProofAnswer EmailCode(
        ProofQuestion asked, BoxContent content, LoadedConfig config, Network net, long now, long ticks)
    {
        Account? account = net.FindAccount(asked.Name);
        if (GenerationOf(content.Code, account, account?.Unproved, config, now) is not { } generation)
            return Wrong(asked, config, ticks);
        return Right(
            asked, config, new Ticket(asked.Purpose, asked.Name, generation, now + ProofDoor.LoginHolds, default)
            {
                Account = account!.IsUnverified ? account.Name : null, Secret = account.Secret,
            });
    }

    private ProofAnswer PasswordByCode(
        ProofQuestion asked, BoxContent content, LoadedConfig config, Network net, long now, long ticks)
    {
        if (Verifier.Parse(content.Verifier) is not { } verifier) return ProofDoor.Busy("the verifier is none");
        Account? account = net.FindAccount(asked.Name);
        if (account is not { IsOpen: true }
            || GenerationOf(content.Code, account, account.Reset, config, now) is not { } generation)
            return Wrong(asked, config, ticks);
        return Right(
            asked, config, new Ticket(asked.Purpose, asked.Name, generation, now + ProofDoor.TicketHolds, default)
            {
                Secret = config.Secrets.Key.Sealed(verifier, account.Name),
            });
    }

    // Null: it is not the code, or the code is too old.
    private static ulong? GenerationOf(
        string said, Account? account, MailedCode? mailed, LoadedConfig config, long now)
    {
        if (account is null || mailed is null || !EmailRules.Holds(config.Public, mailed, now)) return null;
        return ProofDoor.IsSame(said.Trim().ToLowerInvariant(), config.Secrets.Key.CodeOf(account, mailed))
            ? config.Secrets.Key.GenerationOf(account, mailed)
            : null;
    }

    // Null: it is no address, or one that nobody may use.
    private static byte[]? Sealed(string text, string account, LoadedConfig config) =>
        EmailAddress.Parse(text) is { } email && config.Secrets.Mail is { } mail && !mail.Refuses(email)
            ? config.Secrets.Key.SealedEmail(email, account)
            : null;

    private ProofAnswer Wrong(ProofQuestion asked, LoadedConfig config, long ticks)
    {
        throttle.Add(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);
        return ProofDoor.Said(ProofKind.Wrong, "");
    }

    private static ProofAnswer Refused() => ProofDoor.Said(ProofKind.Refused, RefusedAddress);

    private static ProofAnswer Right(ProofQuestion asked, LoadedConfig config, Ticket blank) =>
        ProofDoor.Right(asked, config, "", blank);
}
