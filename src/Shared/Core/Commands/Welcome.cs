using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>What a user is shown when registration ends: 001-005, LUSERS, MOTD, in this order, always.</summary>
static class Welcome
{
    public static IEnumerable<Line> Lines(Network net, Caller by)
    {
        NetworkConfig config = net.Config;
        return
        [
            RPL_WELCOME.For(by.Nick, $"Welcome to the {config.NetworkName} IRC Network, {by.User.Hostmask}"),
            RPL_YOURHOST.For(by.Nick, $"Your host is {config.ServerName}, running version {Software.Version}"),
            RPL_CREATED.For(by.Nick, $"This server was created {HumanTime.Of(config.Created)}"),
            RPL_MYINFO.For(by.Nick, config.ServerName, Software.Version, UserModeTable.Letters, Isupport.ChannelLetters,
                Isupport.LettersWithParameter),
            .. Isupport.Lines(net, by.Nick),
            .. WhoAmI(by),
            .. Lusers.Lines(net, by),
            .. MetadataLines.OfNewcomer(by),
            .. Motd.Lines(net, by),
            .. by.User.Modes == UserModes.None
                ? Array.Empty<Line>()
                : [new Line(by.User.Hostmask, "MODE", by.Nick, UserModeTable.Show(by.User.Modes))],
        ];
    }

    /// <summary>Tells the user their own hostmask; CHGHOST tells of changes to it.
    /// https://github.com/ircv3/ircv3-specifications/pull/603</summary>
    private static IEnumerable<Line> WhoAmI(Caller by) => by.Has(Capabilities.WhoAmI) && by.Has(Capabilities.ChgHost)
        ? [new Line(by.User.Hostmask, "SETNAME", by.User.Realname) { Trailing = true }]
        : [];
}
