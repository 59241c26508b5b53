using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// PERSISTENCE GET | SET ON|OFF|DEFAULT: whether a user stays when their last client goes. It is the same setting as
/// NICKSERV SET ALWAYS-ON. https://github.com/ircv3/ircv3-specifications/pull/503
/// </summary>
static class Persistence
{
    private const string Verb = "PERSISTENCE";

    [IrcCommand("PERSISTENCE", At.Root, MinParams = 1, Takes = "GET | SET on|off|default",
        Says = "Tells or says whether you stay when your last client goes.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (by.User.Account is not { } name || net.FindAccount(name) is not { } account)
            return StandardReply.Fail(Verb, "ACCOUNT_REQUIRED", "You must be logged in to an account");
        return line.Params.Select(p => p.ToUpperInvariant()).ToArray() switch
        {
            ["GET", ..] => StatusOf(net, account),
            ["SET", ("ON" or "OFF" or "DEFAULT") and var value, ..] => Set(net, by, account, value),
            ["SET", ..] => Invalid("ON, OFF or DEFAULT is wanted", "SET", line.Params.ElementAtOrDefault(1) ?? "*"),
            _ => Invalid("GET or SET is wanted", line.Params[0]),
        };
    }

    private static Line Invalid(string why, params string[] context) =>
        StandardReply.Fail(Verb, "INVALID_PARAMS", why, context);

    // All of the user's clients that want to know are told by the event, this one too.
    private static Decision Set(Network net, Caller by, Account account, string value)
    {
        bool? wanted = value switch { "ON" => true, "OFF" => false, _ => null };
        AccountSettings before = account.Settings ?? new AccountSettings(), after = before with { AlwaysOn = wanted };
        return after == before
            ? StatusOf(net, account)
            : new AccountSettingsSet(account.Name, after) { By = by.Id };
    }

    private static Line StatusOf(Network net, Account account) =>
        AccountSettingsSet.Persistence(net.Config.Accounts, account.Settings);

    /// <summary>What a client that wants to know is told with its welcome; null: nothing.</summary>
    public static Line? Told(Network net, string? account) =>
        account is not null && net.FindAccount(account) is { } row ? StatusOf(net, row) : null;
}
