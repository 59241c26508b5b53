using NATS.NKeys;

namespace IrcNats.Adapters;

/// <summary>
/// A file with an nkey seed, as "nk -gen user" and "nsc" write it: the line that begins with SU counts, others are
/// comments or the public key. https://docs.nats.io/using-nats/nats-tools/nk
/// </summary>
public static class NkeyFile
{
    private const string UserSeed = "SU";

    /// <exception cref="InvalidDataException">There is no seed of a user in it, or it cannot be read.</exception>
    public static string Seed(string path)
    {
        string? seed = Lines(path).Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(UserSeed, StringComparison.Ordinal));
        if (seed is null) throw new InvalidDataException($"no nkey seed in {path}: a line that begins with {UserSeed}");
        try
        {
            using KeyPair pair = KeyPair.FromSeed(seed.AsSpan());
            return seed;
        }
        catch (Exception e) when (e is NKeysException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"the nkey seed in {path} is damaged: {e.Message}", e);
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"cannot read {path}: {e.Message}", e);
        }
    }
}
