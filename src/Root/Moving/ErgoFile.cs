using System.Globalization;
using System.Text.Json;
using IrcNats.Ports;

namespace IrcNats.Root.Moving;

/// <summary>
/// Accounts and channels in the form that Ergo imports (ergo importdb), and into which its scripts turn the databases
/// of Anope and Atheme. Times are Unix nanoseconds. Names of fields are compared without case, as Ergo does.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
sealed record ErgoFile
{
    /// <summary>The only version that there is.</summary>
    public const int Known = 1;

    private const long MostBytes = 1L << 30;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
    };

    public int? Version { get; init; }
    public string? Source { get; init; }
    public IReadOnlyDictionary<string, ErgoUser?>? Users { get; init; }
    public IReadOnlyDictionary<string, ErgoChannel?>? Channels { get; init; }

    /// <exception cref="MoveException">It cannot be read, is cut off, or is something else.</exception>
    public static ErgoFile Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MostBytes) throw new MoveException($"{path} is longer than {MostBytes} bytes");
            ErgoFile read = JsonSerializer.Deserialize<ErgoFile>(file, s_options)
                ?? throw new MoveException($"{path} has nothing in it");
            if (read.Version != Known)
                throw new MoveException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} is of version {read.Version?.ToString(CultureInfo.InvariantCulture) ?? "(none)"}, and "
                    + $"only {Known} is known: is it what Ergo's importdb takes?"));
            return read;
        }
        catch (JsonException wrong)
        {
            string at = wrong.Path is { Length: > 1 } inside ? $" ({inside})" : "";
            throw new MoveException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} is cut off or no such file: at line {wrong.LineNumber + 1}, byte "
                + $"{wrong.BytePositionInLine + 1}{at}. Nothing was imported"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MoveException($"{path} cannot be read: {e.Message}");
        }
    }
}

/// <summary>An account there.</summary>
sealed record ErgoUser
{
    public string? Name { get; init; }
    public string? Hash { get; init; }
    public string? Email { get; init; }
    public long RegisteredAt { get; init; }
    public string? Vhost { get; init; }
    public IReadOnlyList<string?>? AdditionalNicks { get; init; }
    public IReadOnlyList<string?>? Certfps { get; init; }

    // The hash is a secret.
    public override string ToString() => $"{Name}";
}

/// <summary>A channel there.</summary>
sealed record ErgoChannel
{
    public string? Name { get; init; }
    public string? Founder { get; init; }
    public long RegisteredAt { get; init; }
    public string? Topic { get; init; }
    public string? TopicSetBy { get; init; }
    public long TopicSetAt { get; init; }
    /// <summary>The letter of each account's status.</summary>
    public IReadOnlyDictionary<string, string?>? Amode { get; init; }
    public string? Modes { get; init; }
    public string? Key { get; init; }
    public int Limit { get; init; }
    public string? Forward { get; init; }
}
