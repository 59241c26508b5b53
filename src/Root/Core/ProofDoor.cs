using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// Answers what is asked outside the order, as any root can: SCRAM's server side, which remembers nothing between both
/// messages, and what the log has at a msgid. It never hashes a password; everything takes microseconds. What it
/// remembers are wrong tries, those of its own answers, from all leaves.
/// </summary>
public sealed class ProofDoor
{
    /// <summary>Milliseconds that a challenge can be answered, and a ticket be used.</summary>
    public const long ChallengeHolds = 60_000, TicketHolds = 60_000;

    /// <summary>
    /// The same of a ticket that logs in. It is good for one session only, as long as the account's password is the
    /// one that was proved; so it may be used again when the log went back and the session has to become a user again.
    /// </summary>
    public const long LoginHolds = 365L * 86_400_000;

    // Bytes of what a question names; a client's line is shorter.
    private const int MostName = 512, MostAddress = 64, MostMessage = 2048, MostBox = 1024;

    // Bytes of a box with a token in it.
    private const int MostSecret = 8192;

    private const string OnlyByPassword =
        "This account came from another network: log in to it once with PLAIN or IDENTIFY, then SCRAM works too";

    private const string Suspended = "The account is suspended";

    private readonly Throttle _throttle = new();
    private readonly BoxDoor _boxes;

    public ProofDoor() => _boxes = new BoxDoor(_throttle);

    /// <summary>Answers a question about a password, an account or a certificate.</summary>
    /// <param name="net">Has the accounts.</param>
    /// <param name="now">Unix milliseconds, by the active root's clock.</param>
    /// <param name="ticks">Milliseconds of a clock that is never set.</param>
    public ProofAnswer Answer(ProofQuestion asked, LoadedConfig config, Network net, long now, long ticks)
    {
        if (Misshapen(asked) is { } why) return Said(ProofKind.Malformed, why);
        if (asked.After > net.Seq) return Said(ProofKind.Behind, "");
        if (asked.Purpose == Purpose.Login) asked = asked with { Name = LoginName.AccountIn(asked.Name) };
        if (Throttled(asked, config, ticks) is { } throttled) return throttled;
        return asked.Purpose switch
        {
            Purpose.Certificate => Known(asked, config, net, now),
            Purpose.NewCode => Allowed(asked, config, now, ticks),
            Purpose.OperKey => Keyed(asked, config, now, ticks),
            var purpose when purpose.IsBoxed() => _boxes.Answer(asked, config, net, now, ticks),
            _ => Scrammed(asked, config, net, now, ticks),
        };
    }

    /// <summary>There were too many wrong tries; null: there were not.</summary>
    internal ProofAnswer? Throttled(ProofQuestion asked, LoadedConfig config, long ticks) =>
        _throttle.Wait(config.Public, asked.Purpose, asked.Address, asked.Name, ticks) is > 0 and var wait
            ? Said(ProofKind.Throttled, wait.ToString(CultureInfo.InvariantCulture))
            : null;

    /// <summary>Counts a try that begins.</summary>
    internal void Count(ProofQuestion asked, LoadedConfig config, long ticks) =>
        _throttle.Add(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);

    /// <summary>Takes that back.</summary>
    internal void Forgive(ProofQuestion asked, LoadedConfig config, long ticks) =>
        _throttle.GiveBack(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);

    private ProofAnswer Scrammed(ProofQuestion asked, LoadedConfig config, Network net, long now, long ticks)
    {
        try
        {
            ClientFirst first = ClientFirst.Parse(asked.First!);
            string name = asked.Purpose == Purpose.Login ? LoginName.AccountIn(first.Name) : first.Name;
            if (name != asked.Name)
                return Said(ProofKind.Malformed, "the client-first-message names somebody else");
            Account? account = asked.Purpose == Purpose.Login ? net.FindAccount(asked.Name) : null;
            Verifier? known = account is null
                ? config.Secrets.Find(asked.Purpose, asked.Name)
                : config.Secrets.Find(account);
            if (known is null && account is { Secret.Length: > 0 })
                return Unplayable(account, config);
            Verifier verifier = known ?? Invented(asked, config);
            return asked.Final is null
                ? Said(ProofKind.Challenge, Challenge(asked, config, first, verifier, now).Text)
                : Checked(asked, config, first, verifier, account, now, ticks);
        }
        catch (FormatException wrong)
        {
            return Said(ProofKind.Malformed, wrong.Message);
        }
    }

    private static ProofAnswer Unplayable(Account account, LoadedConfig config) => config.Secrets.IsOld(account)
        ? Said(ProofKind.SaysPassword, OnlyByPassword)
        : Busy("the account's verifier was sealed under another network.secret-file");

    // An operator's key: nothing is remembered between both questions. A name that does not exist has a nonce, too.
    private ProofAnswer Keyed(ProofQuestion asked, LoadedConfig config, long now, long ticks)
    {
        OperKey? key = config.Secrets.Opers.GetValueOrDefault(asked.Name)?.Key;
        if (asked.Final is null) return Said(ProofKind.Challenge, NonceOf(asked, config, key, now));
        if (KeyChallenge.Read(asked.Final) is not var (nonce, signature)) return Wrong(asked, config, ticks);
        if (MadeAt(nonce, "") is not { } made || Math.Abs(now - made) > ChallengeHolds
            || !IsSame(nonce, NonceOf(asked, config, key, made)))
            return Said(ProofKind.Refused, "The nonce is older than a minute, or not yours: ask for another one");
        if (key?.IsSigned(KeyChallenge.MessageOf(nonce), signature) != true) return Wrong(asked, config, ticks);
        Ticket blank = new(asked.Purpose, asked.Name, key.Generation, now + TicketHolds, default);
        return Right(asked, config, "", blank);
    }

    private static string NonceOf(ProofQuestion asked, LoadedConfig config, OperKey? key, long made) =>
        config.Secrets.Key.Nonce(asked, "", key?.Generation ?? 0, made);

    private ProofAnswer Wrong(ProofQuestion asked, LoadedConfig config, long ticks)
    {
        _throttle.Add(config.Public, asked.Purpose, asked.Address, asked.Name, ticks);
        return Said(ProofKind.Wrong, "");
    }

    // Which account a certificate logs in to: the leaf has seen the certificate. The writer looks at it again.
    private static ProofAnswer Known(ProofQuestion asked, LoadedConfig config, Network net, long now)
    {
        if (net.FindAccountOf(asked.Name) is not { } account) return Said(ProofKind.Wrong, "");
        return account.Suspended is null
            ? Right(asked, config, "", new Ticket(asked.Purpose, asked.Name, 0, now + LoginHolds, default)
            {
                Account = account.Name,
            })
            : Said(ProofKind.Refused, Suspended);
    }

    // Whoever asks for codes is counted, whether or not there is such an account.
    private ProofAnswer Allowed(ProofQuestion asked, LoadedConfig config, long now, long ticks)
    {
        Count(asked, config, ticks);
        return Right(asked, config, "", new Ticket(asked.Purpose, asked.Name, 0, now + TicketHolds, default));
    }

    /// <summary>Answers a question about a msgid, with what its entry of the log is; null: there is none.</summary>
    public static ProofAnswer Cite(ProofQuestion asked, LoadedConfig config, ReadOnlyMemory<byte>? entry, long now) =>
        Right(asked, config, "", new Ticket(Purpose.Citation, asked.Name, 0, now + TicketHolds, default)
        {
            Cited = Citation.In(entry, asked.Name),
        });

    /// <summary>Null: the question can be answered.</summary>
    public static string? Misshapen(ProofQuestion asked)
    {
        if (IsTooLong(asked)) return "the question is too long";
        return asked.Purpose switch
        {
            Purpose.Oper or Purpose.ServerPassword or Purpose.Gateway or Purpose.Login =>
                asked.First is null ? "the question has no client-first-message" : null,
            Purpose.OperKey => asked.First is null ? "the question asks for no nonce" : null,
            Purpose.Certificate or Purpose.NewCode => asked.Name.Length == 0 ? "the question has no name" : null,
            var purpose when purpose.IsBoxed() => asked.Box.IsEmpty ? "the question has no box" : null,
            Purpose.Citation => Citation.SeqOf(asked.Name) is null ? "the question has no msgid" : null,
            _ => $"purpose {(int)asked.Purpose} is not known here",
        };
    }

    private static int LongestBox(Purpose purpose) =>
        purpose.TakesLong() || purpose == Purpose.NewPush ? MostSecret : MostBox;

    private static bool IsTooLong(ProofQuestion asked) =>
        asked.Name.Length > MostName || asked.Address.Length > MostAddress
        || asked.First?.Length > MostMessage || asked.Final?.Length > MostMessage
        || asked.Box.Length > LongestBox(asked.Purpose);

    /// <summary>It cannot be said now.</summary>
    public static ProofAnswer Busy(string why) => Said(ProofKind.Busy, why);

    private ProofAnswer Checked(
        ProofQuestion asked, LoadedConfig config, ClientFirst first, Verifier verifier, Account? account, long now,
        long ticks)
    {
        ClientFinal final = ClientFinal.Parse(asked.Final!, first);
        if (MadeAt(final.Nonce, first.Nonce) is not { } made || Math.Abs(now - made) > ChallengeHolds)
            return Busy("the challenge is too old, or none of ours");
        ServerFirst challenge = Challenge(asked, config, first, verifier, made);
        // Of a root with another key or another verifier: the configuration was just read again.
        if (!IsSame(final.Nonce, challenge.Nonce)) return Busy("the challenge is of another root or another password");
        string messages = final.Messages(first, challenge);
        if (!Scram.IsProof(verifier.StoredKey, messages, final.Proof)) return Wrong(asked, config, ticks);

        if (account?.Suspended is not null) return Said(ProofKind.Refused, Suspended);
        if (account is { IsUnverified: true }) return Said(ProofKind.Unverified, "");
        ServerFinal signed = new(Scram.ServerSignature(verifier.ServerKey, messages));
        return Right(asked, config, signed.Text,
            new Ticket(
                asked.Purpose, asked.Name, verifier.Generation, now + (account is null ? TicketHolds : LoginHolds),
                default)
            {
                Account = account?.Name,
            });
    }

    private static ServerFirst Challenge(
        ProofQuestion asked, LoadedConfig config, ClientFirst first, Verifier verifier, long made) => new(
        first.Nonce + config.Secrets.Key.Nonce(asked, first.Text, verifier.Generation, made),
        verifier.Salt, verifier.Iterations);

    // As slow as those that there are.
    private static Verifier Invented(ProofQuestion asked, LoadedConfig config) => Verifier.Invented(
        asked.Purpose == Purpose.Login
            ? config.Public.Accounts.Iterations
            : config.Secrets.Opers.Values.Select(b => b.Password).FirstOrDefault(p => p is not null)?.Iterations
                ?? Verifier.DefaultIterations,
        config.Secrets.Key.Invented(asked.Purpose, asked.Name));

    private static long? MadeAt(string nonce, string clientNonce) =>
        nonce.StartsWith(clientNonce, StringComparison.Ordinal)
        && long.TryParse(
            nonce[clientNonce.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long made)
            ? made
            : null;

    internal static bool IsSame(string one, string other) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));

    internal static ProofAnswer Right(ProofQuestion asked, LoadedConfig config, string text, Ticket blank) =>
        Said(ProofKind.Right, text) with { Ticket = config.Secrets.Key.Sealed(blank, asked.SessionId) };

    internal static ProofAnswer Said(ProofKind kind, string text) => new(Payload.FormatVersion, kind, text);
}
