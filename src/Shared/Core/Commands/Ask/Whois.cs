using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// WHOIS [server] nick - https://modern.ircdocs.horse/#whois-message
/// There is one server for clients, so naming one changes nothing.
/// </summary>
static class Whois
{
    [IrcCommand("WHOIS", At.Leaf, MinParams = 1, Targets = 0, MaxTargets = 4,
        Takes = "nick", Says = "Tells about a user.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string nick = line.Params[line.Params.Count == 1 ? 0 : 1];
        if (net.FindUser(nick) is not { } user)
            return Decision.Reply(ERR_NOSUCHNICK.For(by.Nick, nick), RPL_ENDOFWHOIS.For(by.Nick, nick));
        return Decision.Reply([
            RPL_WHOISUSER.For(by.Nick, user.Nick, user.Username, user.Host, "*", user.Realname),
            .. Channels(net, by, user),
            RPL_WHOISSERVER.For(by.Nick, user.Nick, net.Config.ServerName, net.Config.ServerDescription),
            .. Operator(by, user),
            .. Address(by, user),
            .. PlaceOf(by, user),
            .. ClassOf(net, by, user),
            .. Marks(by, user),
            RPL_WHOISIDLE.For(by.Nick, user.Nick, Number(Idle.Seconds(net, by, user)), Number(user.SignedOn / 1000)),
            .. Away(by, user),
            .. MetadataLines.OfWhois(by, user),
            RPL_ENDOFWHOIS.For(by.Nick, nick),
        ]);
    }

    private static IEnumerable<Line> Channels(Network net, Caller by, User user)
    {
        IEnumerable<string> channels = net.ChannelsOf(user.Id)
            .Where(channel => Visibility.MaySeeMember(net, by.User, channel, user))
            .Select(channel => Prefixes(net, by, channel, user) + channel.Name);
        return Packed.Lines(net, channels, text => RPL_WHOISCHANNELS.For(by.Nick, user.Nick, text));
    }

    private static string Prefixes(Network net, Caller by, Channel channel, User user) => MemberModeTable.PrefixesOf(
        net.FindMember(channel.Name, user.Id)!.Value.Modes, by.Has(Capabilities.MultiPrefix));

    private static IEnumerable<Line> Operator(Caller by, User user) =>
        Visibility.MaySeeOper(by.User, user)
            ? [RPL_WHOISOPERATOR.For(by.Nick, user.Nick, user.Oper!.WhoisLine)]
            : [];

    private static IEnumerable<Line> Marks(Caller by, User user)
    {
        if (user.Has(UserModes.Secure)) yield return RPL_WHOISSECURE.For(by.Nick, user.Nick);
        if (user.Account is { } account) yield return RPL_WHOISACCOUNT.For(by.Nick, user.Nick, account);
        if (user.Has(UserModes.Bot)) yield return RPL_WHOISBOT.For(by.Nick, user.Nick, "is a bot");
    }

    private static IEnumerable<Line> Address(Caller by, User user) => Visibility.MaySeeAddress(by.User, user)
        ? [
            RPL_WHOISACTUALLY.For(
                by.Nick, user.Nick, $"{user.Username}@{user.Hostname ?? user.Address}", user.Address),
            .. user.Certfp is { } certfp
                ? [RPL_WHOISCERTFP.For(by.Nick, user.Nick, $"has client certificate fingerprint {certfp}")]
                : Array.Empty<Line>(),
            .. user.Gateway is { } gateway
                ? [RPL_WHOISSPECIAL.For(by.Nick, user.Nick, $"is connected through the gateway {gateway}")]
                : Array.Empty<Line>(),
            .. user.Via.HasFlag(Via.Tor)
                ? [RPL_WHOISSPECIAL.For(by.Nick, user.Nick, "is connected through Tor")]
                : Array.Empty<Line>(),
            RPL_WHOISMODES.For(by.Nick, user.Nick, $"is using modes {UserModeTable.Show(user.Modes)}"),
        ]
        : [];

    private static IEnumerable<Line> PlaceOf(Caller by, User user) => by.User.IsOper && user.Place is { } place
        ? [RPL_WHOISSPECIAL.For(by.Nick, user.Nick, $"is connected from {place.Text}")]
        : [];

    private static IEnumerable<Line> ClassOf(Network net, Caller by, User user) =>
        by.User.IsOper && net.Classes.Of(ClientOrigin.Of(user)) is { } own
            ? [RPL_WHOISSPECIAL.For(by.Nick, user.Nick, $"is in the connection class {own.Name}")]
            : [];

    private static IEnumerable<Line> Away(Caller by, User user) =>
        user.Away is { } away ? [RPL_AWAY.For(by.Nick, user.Nick, away)] : [];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
