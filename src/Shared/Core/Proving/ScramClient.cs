using System.Security.Cryptography;

namespace IrcNats.Proving;

/// <summary>
/// SCRAM's client side, which a leaf plays with the password that its client gave. Between both messages comes
/// <see cref="Scram.SaltedPassword"/>, which is the caller's work because it is slow.
/// </summary>
public sealed class ScramClient(string name, string nonce)
{
    private readonly ClientFirst _first = new(name, nonce);
    private byte[] _signature = [];

    public string First => _first.Text;

    /// <summary>Reads the server's challenge, if it answers this client's first message.</summary>
    /// <exception cref="FormatException">What is wrong with it.</exception>
    public ServerFirst Challenged(string serverFirst)
    {
        ServerFirst challenge = ServerFirst.Parse(serverFirst);
        return challenge.Nonce.StartsWith(nonce, StringComparison.Ordinal) && challenge.Nonce.Length > nonce.Length
            ? challenge
            : throw new FormatException("the server-first-message has another nonce");
    }

    /// <summary>The client-final-message.</summary>
    public string Final(ServerFirst challenge, ReadOnlySpan<byte> saltedPassword)
    {
        byte[] clientKey = Scram.ClientKey(saltedPassword);
        string messages = new ClientFinal(_first.Header, challenge.Nonce, []).Messages(_first, challenge);
        _signature = Scram.ServerSignature(Scram.ServerKey(saltedPassword), messages);
        return new ClientFinal(_first.Header, challenge.Nonce, Scram.ClientProof(clientKey, messages)).Text;
    }

    /// <summary>Whether the server that answers has the verifier.</summary>
    public bool IsSigned(string serverFinal) => CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(new ServerFinal(_signature).Text),
        System.Text.Encoding.UTF8.GetBytes(serverFinal));
}
