using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>The masks on a channel's list b, e or I, as MODE shows them.
/// https://modern.ircdocs.horse/#ban-channel-mode</summary>
static class ListLines
{
    public static IEnumerable<Line> Of(Channel channel, char list, Caller to)
    {
        (Numeric entry, Numeric end) = list switch
        {
            'b' => (RPL_BANLIST, RPL_ENDOFBANLIST),
            'e' => (RPL_EXCEPTLIST, RPL_ENDOFEXCEPTLIST),
            _ => (RPL_INVEXLIST, RPL_ENDOFINVEXLIST),
        };
        return
        [
            .. from e in channel.ListOf(list)
               select entry.For(to.Nick, channel.Name, e.Mask, e.SetBy,
                   (e.SetAt / 1000).ToString(CultureInfo.InvariantCulture)),
            end.For(to.Nick, channel.Name),
        ];
    }
}
