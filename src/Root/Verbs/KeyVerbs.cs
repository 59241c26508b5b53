using IrcNats.Adapters;
using IrcNats.Proving;

namespace IrcNats.Root.Verbs;

/// <summary>
/// `genkey` makes an operator's key and `sign` answers a CHALLENGE with it. Both are for operators' own machines: the
/// secret never goes to a root.
/// </summary>
static class KeyVerbs
{
    private const string GenkeyUsage = """
        Usage: ircnats-root genkey FILE
        Makes an operator's key. FILE, which must not exist, gets the secret; what is printed is opers.*.public-key.
        """;

    private const string SignUsage = """
        Usage: ircnats-root sign FILE NONCE
        Prints the answer to CHALLENGE, which told the NONCE, with the key in FILE: CHALLENGE name ANSWER
        """;

    public static int Genkey(ReadOnlySpan<string> args)
    {
        if (args is not [var path] || path.StartsWith('-')) return VerbUsage.Show(GenkeyUsage, args);
        (string seed, string publicKey) = OperNkey.Make();
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using StreamWriter file = new(path, options);
            file.WriteLine(seed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"ircnats-root genkey: {e.Message}");
            return 2;
        }

        Console.WriteLine(publicKey);
        return 0;
    }

    public static int Sign(ReadOnlySpan<string> args)
    {
        if (args is not [var path, var nonce] || path.StartsWith('-')) return VerbUsage.Show(SignUsage, args);
        try
        {
            Console.WriteLine(
                KeyChallenge.Answer(nonce, OperNkey.Sign(NkeyFile.Seed(path), KeyChallenge.MessageOf(nonce))));
            return 0;
        }
        catch (InvalidDataException e)
        {
            Console.Error.WriteLine($"ircnats-root sign: {e.Message}");
            return 2;
        }
    }
}
