using System.Text.Json;
using IrcNats.Proving;
using IrcNats.Root.Config;

namespace IrcNats.Root.Core.Outside;

/// <summary>
/// How the program of accounts.auth-script is spoken with: a JSON object there, and one back, as Ergo's auth-script has
/// them; and how a server is whose tokens are taken. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// https://www.rfc-editor.org/rfc/rfc7662
/// </summary>
public static class SidecarWords
{
    /// <summary>Bytes of an answer.</summary>
    public const int LongestAnswer = 16 * 1024;

    // Characters of what somebody says that are logged.
    private const int MostSaid = 200;

    /// <summary>The question, as one line without its end.</summary>
    public static byte[] Question(OutsideSecret secret, string name, string address) =>
        JsonSerializer.SerializeToUtf8Bytes(secret.Kind switch
        {
            OutsideKind.Certificate => new Dictionary<string, object> { ["certfp"] = secret.Text, ["ip"] = address },
            OutsideKind.Token => new Dictionary<string, object>
            {
                ["oauthBearer"] = new Dictionary<string, string> { ["username"] = name, ["token"] = secret.Text },
                ["ip"] = address,
            },
            _ => new Dictionary<string, object>
            {
                ["accountName"] = name, ["passphrase"] = secret.Text, ["ip"] = address,
            },
        });

    /// <summary>What the program says.</summary>
    /// <param name="name">The account that the client named.</param>
    public static OutsideAnswer Answer(ReadOnlySpan<byte> answer, OutsideSecret secret, string name) =>
        Read(answer, secret, said =>
        {
            if (TextIn(said, "error") is { Length: > 0 } error) return OutsideAnswer.Failed($"it says: {error}");
            if (FlagIn(said, "success") is not { } isRight)
                return OutsideAnswer.Failed("its answer has no 'success' that is true or false");
            if (!isRight) return new OutsideAnswer(OutsideOutcome.Denied, "");
            string account = TextIn(said, "accountName") ?? "";
            if (account.Length == 0 && secret.Kind == OutsideKind.Password) account = name;
            return account.Length > 0
                ? new OutsideAnswer(OutsideOutcome.Known, account)
                : OutsideAnswer.Failed("its answer has no 'accountName'");
        });

    /// <summary>What a server says of a token.</summary>
    public static OutsideAnswer Introspection(ReadOnlySpan<byte> answer, OutsideSecret secret) =>
        Read(answer, secret, said =>
            FlagIn(said, "active") is not { } isActive
                ? OutsideAnswer.Failed("its answer has no 'active' that is true or false")
            : !isActive ? new OutsideAnswer(OutsideOutcome.Denied, "")
            : TextIn(said, "username") is { Length: > 0 } account
                ? new OutsideAnswer(OutsideOutcome.Known, account)
            : OutsideAnswer.Failed("its answer has no 'username'"));

    /// <summary>Text of others as it may be logged: short, one line, and without what nobody may read.</summary>
    public static string Said(string text, params ReadOnlySpan<string?> hidden)
    {
        foreach (string? secret in hidden)
            if (secret is { Length: > 0 }) text = text.Replace(secret, "(hidden)", StringComparison.OrdinalIgnoreCase);
        string said = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return said.Length > MostSaid ? said[..MostSaid] : said;
    }

    private static OutsideAnswer Read(
        ReadOnlySpan<byte> answer, OutsideSecret secret, Func<JsonElement, OutsideAnswer> read)
    {
        OutsideAnswer found;
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer.ToArray());
            found = document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : OutsideAnswer.Failed("its answer is no object");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The second: a text with half of a surrogate pair.
            found = OutsideAnswer.Failed($"its answer is no JSON: {wrong.Message}");
        }

        return found.Outcome == OutsideOutcome.Failed ? found with { Text = Said(found.Text, secret.Text) } : found;
    }

    private static string? TextIn(JsonElement said, string name) =>
        said.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static bool? FlagIn(JsonElement said, string name) =>
        !said.TryGetProperty(name, out JsonElement flag) ? null : flag.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}
