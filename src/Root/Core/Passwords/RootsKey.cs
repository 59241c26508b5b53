using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// A key that only roots know. It seals tickets. It makes the nonces of challenges, so that any root takes the answer
/// to another root's. It invents salts for names that do not exist.
/// </summary>
public sealed class RootsKey
{
    private readonly byte[] _tickets, _nonces, _inventions;

    private RootsKey(byte[] secret, bool isShared)
    {
        IsShared = isShared;
        _tickets = Part("tickets");
        _nonces = Part("nonces");
        _inventions = Part("inventions");

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

    private byte[] SealOf(Ticket ticket, SessionId holder)
    {
        byte[] of = [.. Codec.Encode(ticket), .. Encoding.UTF8.GetBytes($"{holder}")];
        return HMACSHA256.HashData(_tickets, of);
    }
}
