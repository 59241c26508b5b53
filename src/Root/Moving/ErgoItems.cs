using IrcNats.Protocol;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Passwords;

namespace IrcNats.Root.Moving;

/// <summary>
/// What a file of Ergo's form has, as a root takes it: hashes and addresses are sealed here. What no network of ours
/// could take is noted.
/// </summary>
sealed class ErgoItems(ErgoFile file, RootsKey key, Action<string> leftOut)
{
    // Items in a batch, and bytes of it, roughly. An active root takes requests between two batches.
    private const int MostItems = 100, MostBytes = 32 * 1024;

    private const long NanosecondsInMillisecond = 1_000_000;

    private const int CertfpDigits = 64;

    public int Count => (file.Users?.Count ?? 0) + (file.Channels?.Count ?? 0);

    /// <summary>Everything, accounts first.</summary>
    public IEnumerable<ImportBatch> Batches()
    {
        foreach (ImportedAccount[] some in Grouped(Accounts(), SizeOf))
            yield return new ImportBatch { Accounts = some };
        foreach (ImportedChannel[] some in Grouped(Channels(), SizeOf))
            yield return new ImportBatch { Channels = some };
    }

    private IEnumerable<ImportedAccount> Accounts()
    {
        foreach (var (called, user) in file.Users ?? new Dictionary<string, ErgoUser?>())
        {
            string name = user?.Name is { Length: > 0 } own ? own : called;
            if (user is null) Note($"account {called}", "all of it: there is nothing about it");
            else yield return new ImportedAccount(name)
            {
                RegisteredAt = user.RegisteredAt / NanosecondsInMillisecond, Secret = SecretOf(name, user),
                Email = EmailOf(name, user), Certfps = CertfpsOf(name, user),
                Nicks = [.. (user.AdditionalNicks ?? []).OfType<string>()], Vhost = user.Vhost,
            };
        }
    }

    private byte[] SecretOf(string name, ErgoUser user)
    {
        // As Anope keeps it.
        string hash = (user.Hash ?? "").Trim();
        if (hash.StartsWith("bcrypt:", StringComparison.Ordinal)) hash = hash["bcrypt:".Length..];
        if (hash.Length == 0) Note($"account {name}", "password: it has none");
        else if (OldHash.Fault(hash) is { } why) Note($"account {name}", $"password: {why}");
        else return key.SealedHash(hash, name);
        return [];
    }

    private byte[] EmailOf(string name, ErgoUser user)
    {
        if (string.IsNullOrEmpty(user.Email)) return [];
        if (EmailAddress.Parse(user.Email) is { } email) return key.SealedEmail(email, name);
        Note($"account {name}", "e-mail: it is no address");
        return [];
    }

    private List<string> CertfpsOf(string name, ErgoUser user)
    {
        List<string> found = [];
        foreach (string? text in user.Certfps ?? [])
        {
            string certfp = (text ?? "").Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
            if (certfp.Length == CertfpDigits && certfp.All(char.IsAsciiHexDigitLower)) found.Add(certfp);
            else Note($"account {name}", $"certificate {text}: it is no SHA-256");
        }

        return found;
    }

    private IEnumerable<ImportedChannel> Channels()
    {
        foreach (var (called, channel) in file.Channels ?? new Dictionary<string, ErgoChannel?>())
        {
            string name = channel?.Name is { Length: > 0 } own ? own : called;
            if (channel is null) Note($"channel {called}", "all of it: there is nothing about it");
            else yield return new ImportedChannel(name, channel.Founder ?? "")
            {
                RegisteredAt = channel.RegisteredAt / NanosecondsInMillisecond, Topic = channel.Topic ?? "",
                TopicSetBy = channel.TopicSetBy ?? "",
                TopicSetAt = channel.TopicSetAt / NanosecondsInMillisecond,
                Access = AccessOf(name, channel), Modes = channel.Modes ?? "", Key = channel.Key,
                Limit = channel.Limit, Forward = channel.Forward,
            };
        }
    }

    // More than a channel can have, but no more than fits into a batch.
    private Dictionary<string, string> AccessOf(string name, ErgoChannel channel)
    {
        const int most = 1000;
        var all = channel.Amode ?? new Dictionary<string, string?>();
        if (all.Count > most) Note($"channel {name}", $"{all.Count - most} of its accounts: it has too many");
        return all.Take(most).ToDictionary(a => a.Key, a => a.Value ?? "");
    }

    private void Note(string what, string why) => leftOut(SidecarWords.Said($"{what}: {why}"));

    private static int SizeOf(ImportedAccount account) =>
        200 + account.Secret.Length + account.Email.Length + 64 * (account.Certfps.Count + account.Nicks.Count);

    private static int SizeOf(ImportedChannel channel) => 200 + channel.Topic.Length + 40 * channel.Access.Count;

    private static IEnumerable<T[]> Grouped<T>(IEnumerable<T> items, Func<T, int> sizeOf)
    {
        List<T> group = [];
        int bytes = 0;
        foreach (T item in items)
        {
            if (group.Count == MostItems || (group.Count > 0 && bytes + sizeOf(item) > MostBytes))
            {
                yield return [.. group];
                group.Clear();
                bytes = 0;
            }

            group.Add(item);
            bytes += sizeOf(item);
        }

        if (group.Count > 0) yield return [.. group];
    }
}
