using System.Globalization;
using IrcNats.Protocol;

namespace IrcNats.Proving;

/// <summary>
/// The client's first message: who it is, and a nonce of its own. Without channel binding and without acting for
/// somebody else. https://www.rfc-editor.org/rfc/rfc5802#section-7
/// </summary>
public sealed record ClientFirst(string Name, string Nonce)
{
    /// <summary>"n,,": the client knows of no channel binding. "y,,": it does, and thinks that the server does not.
    /// </summary>
    public string Header { get; private init; } = "n,,";

    public string Bare => $"n={Name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C",
        StringComparison.Ordinal)},r={Nonce}";

    public string Text => Header + Bare;

    /// <exception cref="FormatException">What is wrong with the text.</exception>
    public static ClientFirst Parse(string text)
    {
        if (!text.StartsWith("n,,", StringComparison.Ordinal) && !text.StartsWith("y,,", StringComparison.Ordinal))
            throw new FormatException("the client-first-message does not begin with 'n,,'");
        string[] fields = text[3..].Split(',');
        if (fields is not [['n', '=', .. var name], ['r', '=', .. var nonce]] || nonce.Length == 0)
            throw new FormatException("the client-first-message is not n=NAME,r=NONCE");
        return new ClientFirst(Unescaped(name), nonce) { Header = text[..3] };
    }

    private static string Unescaped(string name)
    {
        string plain = name.Replace("=2C", ",", StringComparison.Ordinal);
        if (plain.Replace("=3D", "", StringComparison.Ordinal).Contains('=', StringComparison.Ordinal))
            throw new FormatException("the client-first-message has a '=' in its name that is none");
        return plain.Replace("=3D", "=", StringComparison.Ordinal);
    }
}

/// <summary>The server's first message: the client's nonce and its own, and how the password is to be hashed.</summary>
public sealed record ServerFirst(string Nonce, byte[] Salt, int Iterations)
{
    public string Text =>
        string.Create(CultureInfo.InvariantCulture, $"r={Nonce},s={Convert.ToBase64String(Salt)},i={Iterations}");

    /// <exception cref="FormatException">What is wrong with the text.</exception>
    public static ServerFirst Parse(string text) =>
        text.Split(',') is [['r', '=', .. var nonce], ['s', '=', .. var salt], ['i', '=', .. var count]]
        && Base64.Parse(salt) is { Length: > 0 } bytes
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
        && iterations is > 0 and <= Scram.MostIterations
            ? new ServerFirst(nonce, bytes, iterations)
            : throw new FormatException("the server-first-message is not r=NONCE,s=SALT,i=ITERATIONS");
}

/// <summary>The client's last message: both nonces, and the proof that it knows the password.</summary>
public sealed record ClientFinal(string Header, string Nonce, byte[] Proof)
{
    /// <summary>The part of the message that the proof is about.</summary>
    public string WithoutProof => $"c={Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Header))},r={Nonce}";

    public string Text => $"{WithoutProof},p={Convert.ToBase64String(Proof)}";

    /// <summary>All messages so far. Both sides sign them.</summary>
    public string Messages(ClientFirst first, ServerFirst server) => $"{first.Bare},{server.Text},{WithoutProof}";

    /// <exception cref="FormatException">What is wrong with the text.</exception>
    public static ClientFinal Parse(string text, ClientFirst first)
    {
        if (text.Split(',') is not [['c', '=', .. var binding], ['r', '=', .. var nonce], ['p', '=', .. var proof]])
            throw new FormatException("the client-final-message is not c=BINDING,r=NONCE,p=PROOF");
        ClientFinal final = new(first.Header, nonce, Base64.Parse(proof) ?? []);
        if (final.Proof.Length == 0) throw new FormatException("the client-final-message has no proof in base64");
        return final.WithoutProof == $"c={binding},r={nonce}"
            ? final
            : throw new FormatException("the client-final-message is of another channel binding");
    }
}

/// <summary>The server's last message, when the proof was good.</summary>
public sealed record ServerFinal(byte[] Signature)
{
    public string Text => "v=" + Convert.ToBase64String(Signature);
}
