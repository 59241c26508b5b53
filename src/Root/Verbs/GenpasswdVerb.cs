using IrcNats.Root.Passwords;

namespace IrcNats.Root.Verbs;

/// <summary>`genpasswd`: reads a password, unseen at a terminal, and prints what the configuration takes.</summary>
static class GenpasswdVerb
{
    public static int Run()
    {
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
