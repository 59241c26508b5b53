using IrcNats.Root.Passwords;

namespace IrcNats.Root.Verbs;

/// <summary>
/// `genpasswd`: reads a password, unseen at a terminal, and prints the verifier for the configuration.
/// </summary>
static class GenpasswdVerb
{
    private const string Usage = """
        Usage: ircnats-root genpasswd
        Reads a password, unseen at a terminal, and prints what stands for it in the configuration.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        if (args.Length > 0) return VerbUsage.Show(Usage, args);
        string password = Console.IsInputRedirected ? Console.In.ReadLine() ?? "" : ReadUnseen();
        if (password.Length == 0)
        {
            Console.Error.WriteLine("ircnats-root genpasswd: no password came on standard input");
            return 2;
        }

        Console.WriteLine(Verifier.Of(password).Text);
        return 0;
    }

    private static string ReadUnseen()
    {
        Console.Error.Write("Password: ");
        string password = "";
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace) password = password.Length > 0 ? password[..^1] : "";
            else if (!char.IsControl(key.KeyChar)) password += key.KeyChar;
        }

        Console.Error.WriteLine();
        return password;
    }
}
