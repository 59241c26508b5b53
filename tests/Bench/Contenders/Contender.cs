namespace IrcNats.Bench;

/// <summary>A server, or several that are one network, which can be measured.</summary>
abstract class Contender(string name)
{
    // As Debian keeps daemons, not always in a user's PATH.
    private static readonly string[] s_folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/local/sbin", "/usr/sbin"];

    public static IReadOnlyList<string> Names { get; } = ["cluster", "single", "inspircd", "ircd-hybrid", "ngircd"];

    public string Name { get; } = name;

    /// <summary>Registrations under way at once: as many as suit this server best.</summary>
    public virtual int Concurrency => 200;

    /// <summary>Whether it compiles its hot paths while it runs.</summary>
    public virtual bool NeedsWarmUp => false;

    public static Contender Of(string name, int leaves) => name switch
    {
        "cluster" => new Ours(name, leaves),
        "single" => new Ours(name, leaves: null),
        "inspircd" => new InspIrcd(),
        "ircd-hybrid" => new IrcdHybrid(),
        "ngircd" => new NgIrcd(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Why it cannot be measured here; null: it can.</summary>
    public virtual string? Missing() => Find(Name) is null ? $"{Name} is not installed" : null;

    /// <summary>Starts it, and waits until it lets clients in.</summary>
    /// <exception cref="MeasureException">It does not.</exception>
    public abstract Running Start(string folder);

    protected static string? Find(string program) =>
        s_folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
