using NATS.NKeys;

namespace IrcNats.Adapters;

/// <summary>
/// Keys of operators in the form of nkeys of users: Ed25519, "SU…" is the secret, "U…" the public key.
/// https://docs.nats.io/using-nats/nats-tools/nk
/// </summary>
public static class OperNkey
{
    /// <summary>A new pair.</summary>
    public static (string Seed, string Public) Make()
    {
        using KeyPair pair = KeyPair.CreatePair(PrefixByte.User);
        return (pair.GetSeed(), pair.GetPublicKey());
    }

    public static bool IsPublic(string text)
    {
        try
        {
            return KeyPair.IsValidPublicKey(PrefixByte.User, text.AsSpan());
        }
        catch (Exception e) when (e is NKeysException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The public key that belongs to a seed.</summary>
    public static string PublicOf(string seed)
    {
        using KeyPair pair = KeyPair.FromSeed(seed.AsSpan());
        return pair.GetPublicKey();
    }

    public static byte[] Sign(string seed, byte[] message)
    {
        const int signatureBytes = 64;
        using KeyPair pair = KeyPair.FromSeed(seed.AsSpan());
        byte[] signature = new byte[signatureBytes];
        pair.Sign(message, signature);
        return signature;
    }

    public static bool IsSigned(string publicKey, byte[] message, byte[] signature)
    {
        try
        {
            using KeyPair pair = KeyPair.FromPublicKey(publicKey.AsSpan());
            return pair.Verify(message, signature);
        }
        catch (NKeysException)
        {
            return false;
        }
    }
}
