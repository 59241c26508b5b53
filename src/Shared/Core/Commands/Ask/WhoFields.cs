using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// What WHO shows of each user: the line of 352, or of 354 those fields that were asked for (WHOX), which always come
/// in the order of <see cref="Order"/>. https://ircv3.net/specs/extensions/whox
/// </summary>
sealed record WhoFields(string? Asked, string Token, bool OperatorsOnly)
{
    private const string Order = "tcuihsnfdlaor";
    private const int TokenDigits = 3;

    /// <summary>WHO's second parameter: flags, of which only 'o' means something, then "%fields,token".</summary>
    public static WhoFields Parse(string options)
    {
        int percent = options.IndexOf('%', StringComparison.Ordinal);
        string flags = percent < 0 ? options : options[..percent];
        bool operators = flags.Contains('o', StringComparison.Ordinal);
        if (percent < 0) return new WhoFields(null, "", operators);
        string[] parts = options[(percent + 1)..].Split(',', 2);
        string token = parts.Length == 2 ? parts[1] : "";
        bool isToken = token.Length is > 0 and <= TokenDigits && token.All(char.IsAsciiDigit);
        return new WhoFields(parts[0], isToken ? token : "0", operators);
    }

    public Line Show(Network net, Caller by, WhoFound found)
    {
        if (Asked is null)
            return RPL_WHOREPLY.For(by.Nick, [.. Fields("cuhsnf"), $"0 {found.User.Realname}"]);
        IEnumerable<char> asked = Order.Where(f => Asked.Contains(f, StringComparison.Ordinal));
        return RPL_WHOSPCRPL.For(by.Nick, [.. Fields(asked)]) with
        {
            Trailing = Asked.Contains('r', StringComparison.Ordinal),
        };

        IEnumerable<string> Fields(IEnumerable<char> fields) => fields.Select(f => Field(f, net, by, found));
    }

    private string Field(char field, Network net, Caller by, WhoFound found) => field switch
    {
        't' => Token,
        'c' => found.Channel?.Name ?? "*",
        's' => net.Config.ServerName,
        'f' => Flags(by, found),
        'd' => "0",
        'l' => Idle.Seconds(net, by, found.User).ToString(CultureInfo.InvariantCulture),
        'o' => "*", // a member's rank in numbers, which only ircu has
        _ => OfUser(field, by, found.User),
    };

    private static string OfUser(char field, Caller by, User user) => field switch
    {
        'u' => user.Username,
        'i' => Visibility.ShownAddress(by.User, user),
        'h' => user.Host,
        'n' => user.Nick,
        'a' => user.Account ?? "0",
        _ => user.Realname,
    };

    /// <summary>H here or G gone, * operator, the member's prefixes, B bot, r logged in.</summary>
    private static string Flags(Caller by, WhoFound found) => string.Concat(
        found.User.Away is null ? "H" : "G",
        Visibility.MaySeeOper(by.User, found.User) ? "*" : "",
        MemberModeTable.PrefixesOf(found.Member.Modes, by.Has(Capabilities.MultiPrefix)),
        found.User.Has(UserModes.Bot) ? "B" : "",
        found.User.Account is null ? "" : "r");
}
