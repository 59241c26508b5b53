using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// A key that only roots know. It seals tickets. It makes the nonces of challenges, so that any root takes the answer
/// to another root's. It invents salts for names that do not exist.
/// </summary>
public sealed class RootsKey
{
    private const string Import = "an import";

    private const int TagBytes = 16, NonceBytes = 12;

    // 80 bits: nobody guesses that, however often they may try.
    private const int CodeBytes = 10;

    private readonly byte[] _tickets, _nonces, _inventions, _accounts, _accountNonces, _box, _codes, _vapid;

    private RootsKey(byte[] secret, bool isShared)
    {
        IsShared = isShared;
        _tickets = Part("tickets");
        _nonces = Part("nonces");
        _inventions = Part("inventions");
        _accounts = Part("accounts");
        _accountNonces = Part("nonces of accounts");
        _codes = Part("mailed codes");
        (_box, _vapid) = (Part("box"), Part("vapid"));
        // Below the order of the curve, as a private key has to be.
        _box[0] &= 0x7f;
        _vapid[0] &= 0x7f;

        byte[] Part(string what) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("ircnats " + what));
    }

    /// <summary>
    /// Whether all roots with this configuration have the same key. If not, only the active root can answer.
    /// </summary>
    public bool IsShared { get; }

    public static RootsKey Of(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), isShared: true);

    /// <summary>A key that no other process has.</summary>
#pragma warning disable RS0030 // The dice are thrown when a configuration is read; the core is given the result.
    public static RootsKey OfThisProcess() => new(RandomNumberGenerator.GetBytes(32), isShared: false);
#pragma warning restore RS0030

    public Ticket Sealed(Ticket blank, SessionId holder) => blank with { Seal = SealOf(blank, holder) };

    /// <summary>Whether a root sealed the ticket for this session, and nobody changed it since.</summary>
    public bool HasSealed(Ticket ticket, SessionId holder) =>
        CryptographicOperations.FixedTimeEquals(ticket.Seal.Span, SealOf(ticket, holder));

    /// <summary>
    /// The server's part of a nonce: always the same for one question, and different for every other.
    /// </summary>
    /// <param name="made">When the challenge is made; Unix milliseconds.</param>
    public string Nonce(ProofQuestion asked, string clientFirst, ulong generation, long made)
    {
        string of = string.Create(
            CultureInfo.InvariantCulture,
            $"{made}\0{generation}\0{(int)asked.Purpose}\0{asked.SessionId}\0{asked.Name}\0{clientFirst}");
        string mac = Convert.ToHexStringLower(HMACSHA256.HashData(_nonces, Encoding.UTF8.GetBytes(of)));
        return string.Create(CultureInfo.InvariantCulture, $"{made}.{mac}");
    }

    /// <summary>Bytes that are always the same for a name, and tell nothing of it.</summary>
    public byte[] Invented(Purpose purpose, string name) => HMACSHA256.HashData(
        _inventions, Encoding.UTF8.GetBytes($"{purpose}\0{name.ToUpperInvariant()}"));

    /// <summary>Under which leaves seal new passwords' verifiers (<see cref="SealedBox"/>).</summary>
    public string PublicKey()
    {
        using ECDiffieHellman pair = Pair(_box);
        return SealedBox.PublicKey(pair);
    }

    /// <summary>What is in a leaf's box for that account; null: it is no box for these roots.</summary>
    public BoxContent? OpenBox(ReadOnlySpan<byte> box, string account)
    {
        using ECDiffieHellman pair = Pair(_box);
        return SealedBox.Open(pair, box, account) is { } text ? BoxContent.Parse(text) : null;
    }

    /// <summary>What is in a leaf's box for somebody outside; null: it is no such box, or not for these roots.
    /// </summary>
    /// <param name="about">The name in the question.</param>
    public OutsideSecret? OpenSecret(ReadOnlySpan<byte> box, string about)
    {
        using ECDiffieHellman pair = Pair(_box);
        return SealedBox.Open(pair, box, about) is { } text ? OutsideSecret.Parse(text) : null;
    }

    /// <summary>The verifier as it stands in the log and in snapshots.</summary>
    public byte[] Sealed(Verifier verifier, string account) => Sealed(verifier.Text, account);

    /// <summary>Null: there is none, or it was sealed under another key.</summary>
    public Verifier? Opened(ReadOnlySpan<byte> secret, string account) =>
        Text(secret, account) is { } text ? Verifier.Parse(text) : null;

    /// <summary>A hash of another network, as it stands in the log in the place of a verifier.</summary>
    public byte[] SealedHash(string hash, string account) => Sealed(hash, account);

    /// <summary>The hash that stands in the place of a verifier; null: there is none that could be read.</summary>
    public string? OpenedHash(ReadOnlySpan<byte> secret, string account) =>
        Text(secret, account) is { } text && OldHash.Fault(text) is null ? text : null;

    /// <summary>What an operator imports, for an order to a root.</summary>
    public string SealedImport(string text) => Convert.ToBase64String(Sealed(text, Import));

    /// <summary>Null: it is none, or was sealed under another key.</summary>
    public string? OpenedImport(string sealedText) =>
        Base64.Parse(sealedText) is { } box ? Text(box, Import) : null;

    /// <summary>The key by which push servers know this network, in base64 for URLs.
    /// https://www.rfc-editor.org/rfc/rfc8292</summary>
    public string VapidPublicKey()
    {
        using ECDiffieHellman pair = Pair(_vapid);
        ECPoint point = pair.ExportParameters(includePrivateParameters: false).Q;
        return ForUrl([4, .. point.X!, .. point.Y!]);
    }

    /// <summary>Its other half.</summary>
    public string VapidPrivateKey() => ForUrl(_vapid);

    /// <summary>Always the same for a place to which messages are pushed, and tells nothing of it.</summary>
    public byte[] PushId(string url) =>
        HMACSHA256.HashData(_inventions, Encoding.UTF8.GetBytes("push\0" + url))[..PushSubscription.IdBytes];

    /// <summary>Where messages are pushed, as it stands in the log.</summary>
    public byte[] SealedPush(string text, string account) => Sealed(text, PushOf(account));

    /// <summary>Null: there is nothing, or it was sealed under another key.</summary>
    public string? OpenedPush(ReadOnlySpan<byte> secret, string account) => Text(secret, PushOf(account));

    /// <summary>An e-mail address as it stands in the log and in snapshots.</summary>
    public byte[] SealedEmail(string email, string account) => Sealed(email, EmailOf(account));

    /// <summary>Null: there is none, or it was sealed under another key.</summary>
    public string? OpenedEmail(ReadOnlySpan<byte> email, string account) => Text(email, EmailOf(account));

    /// <summary>
    /// The code that is mailed for an account: the same on every root, whenever it is asked for. It is of that account,
    /// purpose, time and address, and ends with the account's password.
    /// </summary>
    public string CodeOf(Account account, MailedCode mailed) =>
        Base32.Of(CodeMac(account, mailed).AsSpan(0, CodeBytes));

    /// <summary>Each code has another; what was proved with an earlier code does not hold any more.</summary>
    public ulong GenerationOf(Account account, MailedCode mailed) =>
        BinaryPrimitives.ReadUInt64LittleEndian(CodeMac(account, mailed).AsSpan(CodeBytes));

    private byte[] CodeMac(Account account, MailedCode mailed)
    {
        string of = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)mailed.Kind}\0{account.Name}\0{mailed.AskedAt}\0{Convert.ToBase64String(mailed.Address.Span)}\0"
            + $"{Convert.ToBase64String(account.Secret.Span)}");
        return HMACSHA256.HashData(_codes, Encoding.UTF8.GetBytes(of));
    }

    private static string PushOf(string account) => "push of " + account;

    private static string ForUrl(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string EmailOf(string account) => "e-mail of " + account;

    // The nonce is made of what is sealed: another text never has the same. (A verifier has a salt of its own.)
    private byte[] Sealed(string text, string what)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text), about = Encoding.UTF8.GetBytes(what);
        byte[] of = [.. about, 0, .. plain];
        byte[] nonce = HMACSHA256.HashData(_accountNonces, of)[..NonceBytes];
        byte[] secret = [.. nonce, .. new byte[TagBytes + plain.Length]];
        using AesGcm cipher = new(_accounts, TagBytes);
        cipher.Encrypt(
            nonce, plain, secret.AsSpan(NonceBytes + TagBytes), secret.AsSpan(NonceBytes, TagBytes), about);
        return secret;
    }

    private string? Text(ReadOnlySpan<byte> secret, string what)
    {
        if (secret.Length < NonceBytes + TagBytes) return null;
        try
        {
            byte[] plain = new byte[secret.Length - NonceBytes - TagBytes];
            using AesGcm cipher = new(_accounts, TagBytes);
            cipher.Decrypt(
                secret[..NonceBytes], secret[(NonceBytes + TagBytes)..], secret.Slice(NonceBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(what));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ECDiffieHellman Pair(byte[] secret) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256, D = secret,
    });

    private byte[] SealOf(Ticket ticket, SessionId holder)
    {
        byte[] of = [.. Codec.Encode(ticket), .. Encoding.UTF8.GetBytes($"{holder}")];
        return HMACSHA256.HashData(_tickets, of);
    }
}
