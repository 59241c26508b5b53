using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What a user's line needs to have proved before it is decided, and what nobody but the user's leaf may read of it.
/// Leaf and root ask for it in the same way: the leaf of the line as it came, the root of the line as it is shown.
/// </summary>
/// <param name="Purpose">None: nothing has to be proved, but something is hidden.</param>
/// <param name="Name">To which the proof belongs: the operator's, the account's, or the msgid.</param>
/// <param name="Password">As the line has it; empty: none.</param>
/// <param name="Shown">The line as the root gets it, with "***" in the place of a password.</param>
public sealed record LineSecret(Purpose Purpose, string Name, string Password, Line Shown)
{
    /// <summary>In the place of a password.</summary>
    public const string Hidden = "***";

    /// <summary>An e-mail address that the line names; empty: none.</summary>
    public string Email { get; init; } = "";

    /// <summary>A code that was mailed; empty: none.</summary>
    public string Code { get; init; } = "";

    /// <summary>The e-mail address that a line names for a new account, as it came or as it is shown; empty: the
    /// network wants none; null: that is no address.</summary>
    public static string? EmailOf(NetworkConfig config, string text) =>
        !config.Accounts.Email.IsRequired ? "" : AddressIn(text);

    /// <summary>An e-mail address, as it came or as it is shown; null: that is none.</summary>
    public static string? AddressIn(string text) => text == Hidden ? text : EmailAddress.Parse(text);

    // In the place of what cannot be a password, so that the root knows it, too.
    private const string NoPassword = "*";

    /// <summary>Whether a word can be a new password, as it came or as it is shown. "*" alone cannot.</summary>
    public static bool IsPassword(string word) => word != NoPassword && AccountRules.IsPassword(word);

    /// <summary>What stands in the place of a new password.</summary>
    public static string ShownOf(string password) => IsPassword(password) ? Hidden : NoPassword;

    /// <summary>A line with a new password at its end, as a service knows it.</summary>
    /// <param name="mayBe">Whether who says it may set a password at all; what they may not is not hashed.</param>
    /// <param name="at">The password's index; what is behind it is left out.</param>
    public static LineSecret OfNewPassword(bool mayBe, string name, Line line, int at)
    {
        string password = line.Params[at];
        return new LineSecret(
            mayBe && IsPassword(password) ? Purpose.NewPassword : Purpose.None, name, password,
            line with { Params = [.. line.Params.Take(at), ShownOf(password)], Trailing = false });
    }

    /// <summary>Null: the line needs no proof, and everybody may read it.</summary>
    public static LineSecret? Of(NetworkConfig config, User by, Line line) =>
        CommandTable.All.GetValueOrDefault(line.Command)?.Secret?.Invoke(config, by, line);

    /// <summary>The parameter with that index is the password.</summary>
    public static LineSecret Of(Purpose purpose, string name, Line line, int at)
    {
        string[] shown = [.. line.Params];
        shown[at] = Hidden;
        return new LineSecret(purpose, name, line.Params[at], line with { Params = shown, Trailing = false });
    }
}
