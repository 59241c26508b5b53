namespace IrcNats.Protocol;

/// <summary>
/// An account's name as a client gives it to log in: perhaps with a network's name behind a slash, which bouncers know,
/// and a device's behind an at sign. alice@phone, alice/irc@phone.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
/// <param name="Device">Null: none is named.</param>
public readonly record struct LoginName(string Account, string? Device)
{
    /// <summary>Characters of a device's name.</summary>
    public const int DeviceMost = 32;

    /// <summary>What a client is told whose name is none.</summary>
    public static string Refusal { get; } = $"A device's name has 1 to {DeviceMost} letters, digits and - _ .";

    /// <summary>As a client gives it.</summary>
    public string Text => Device is null ? Account : $"{Account}@{Device}";

    /// <summary>Null: what is behind the at sign is no device's name.</summary>
    public static LoginName? Read(string given)
    {
        string[] parts = given.Split('@', 2);
        string account = parts[0].Split('/', 2)[0];
        return parts is [_, var device]
            ? IsDevice(device) ? new LoginName(account, device) : null
            : new LoginName(account, null);
    }

    /// <summary>The account alone, whatever is behind it.</summary>
    public static string AccountIn(string given) =>
        given.AsSpan().IndexOfAny('/', '@') is >= 0 and var end ? given[..end] : given;

    private static bool IsDevice(string text) => text.Length is >= 1 and <= DeviceMost
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
