using System.Text;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core.Security;

/// <summary>Puts the credentials of the options or of the URL into CONNECT.</summary>
internal static class Credentials
{
    public static ConnectCommand AddTo(ConnectCommand connect, NatsOpts opts, ServerAddress server, string? nonce)
    {
        var auth = opts.AuthOpts;
        var (jwt, seed) = ReadSecrets(auth);
        if (seed is not null)
            connect = Sign(connect, jwt, NKey.FromSeed(seed), nonce);
        return connect with
        {
            Username = auth.Username ?? server.Username,
            Password = auth.Password ?? server.Password,
            Token = auth.Token ?? server.Token,
        };
    }

    private static ConnectCommand Sign(ConnectCommand connect, string? jwt, NKey key, string? nonce)
    {
        if (string.IsNullOrEmpty(nonce))
            return connect;
        var signature = Convert.ToBase64String(key.Sign(Encoding.ASCII.GetBytes(nonce)))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return connect with { Jwt = jwt, NKey = jwt is null ? key.PublicKey : null, Signature = signature };
    }

    private static (string? Jwt, string? Seed) ReadSecrets(NatsAuthOpts auth)
    {
        if ((auth.Creds ?? ReadFile(auth.CredsFile, nameof(auth.CredsFile))) is { } creds)
            return (Section(creds, "USER JWT"), Section(creds, "USER NKEY SEED"));
        if (auth.Seed is { } seed)
            return (auth.Jwt, seed.Trim());
        if (ReadFile(auth.NKeyFile, nameof(auth.NKeyFile)) is { } file)
            return (auth.Jwt, SeedIn(file));
        return (null, null);
    }

    private static string? ReadFile(string? path, string option)
    {
        try
        {
            return path is null ? null : File.ReadAllText(path);
        }
        catch (IOException e)
        {
            throw new NatsException($"{option}: {e.Message}", e);
        }
    }

    private static string SeedIn(string file) =>
        file.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith('S'))
        ?? throw new NatsException("NKeyFile holds no seed: no line begins with S");

    // -----BEGIN USER JWT-----\n<text>\n------END USER JWT------
    private static string Section(string creds, string name)
    {
        var lines = creds.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var begin = Array.FindIndex(lines, line => line.Contains($"BEGIN {name}", StringComparison.Ordinal));
        return begin >= 0 && begin + 1 < lines.Length
            ? lines[begin + 1]
            : throw new NatsException($"The credentials have no section {name}");
    }
}
