using System.Text.Json;
using IrcNats.Root.Passwords;

namespace IrcNats.Root.Core.Importing;

/// <summary>An account of another network.</summary>
public sealed record ImportedAccount(string Name)
{
    /// <summary>Unix milliseconds; 0: nobody knows.</summary>
    public long RegisteredAt { get; init; }
    /// <summary>The hash of the password, sealed as verifiers are; empty: none.</summary>
    public byte[] Secret { get; init; } = [];
    /// <summary>Sealed; empty: none.</summary>
    public byte[] Email { get; init; } = [];
    /// <summary>SHA-256, in lower-case hexadecimal digits.</summary>
    public IReadOnlyList<string> Certfps { get; init; } = [];
    public IReadOnlyList<string> Nicks { get; init; } = [];
    public string? Vhost { get; init; }
}

/// <summary>A registered channel of another network.</summary>
public sealed record ImportedChannel(string Name, string Founder)
{
    /// <summary>Unix milliseconds; 0: nobody knows.</summary>
    public long RegisteredAt { get; init; }
    public string Topic { get; init; } = "";
    public string TopicSetBy { get; init; } = "";
    /// <summary>Unix milliseconds.</summary>
    public long TopicSetAt { get; init; }
    /// <summary>Accounts and the letter of each one's status.</summary>
    public IReadOnlyDictionary<string, string> Access { get; init; } = new Dictionary<string, string>();
    /// <summary>Letters.</summary>
    public string Modes { get; init; } = "";
    public string? Key { get; init; }
    public int Limit { get; init; }
    public string? Forward { get; init; }
}

/// <summary>
/// So many of another network's accounts and channels as an active root takes at a time. It crosses the bus in a box
/// that only roots open, and that nobody seals who does not have their key.
/// </summary>
public sealed record ImportBatch
{
    public IReadOnlyList<ImportedAccount> Accounts { get; init; } = [];
    public IReadOnlyList<ImportedChannel> Channels { get; init; } = [];

    public string Sealed(RootsKey key) => key.SealedImport(JsonSerializer.Serialize(this));

    /// <summary>Null: it is none, or was sealed under another key.</summary>
    public static ImportBatch? Open(string box, RootsKey key)
    {
        if (key.OpenedImport(box) is not { } text) return null;
        try
        {
            return JsonSerializer.Deserialize<ImportBatch>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What came of a batch.</summary>
/// <param name="Done">Accounts and channels that are here from now on.</param>
/// <param name="There">Those that were here before.</param>
/// <param name="LeftOut">What is not here, and why.</param>
public sealed record ImportTold(int Done, int There, IReadOnlyList<string> LeftOut)
{
    public string ToText() => JsonSerializer.Serialize(this);

    /// <exception cref="JsonException">It is none.</exception>
    public static ImportTold Parse(string text) =>
        JsonSerializer.Deserialize<ImportTold>(text) ?? throw new JsonException("there is nothing");
}
