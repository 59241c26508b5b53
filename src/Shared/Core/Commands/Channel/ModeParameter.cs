using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// The parameter of +d, +f, +F, +H, +j, +k or +l as it was given: it is either refused, or set as <see cref="Shown"/>.
/// https://modern.ircdocs.horse/#channel-modes
/// </summary>
readonly record struct ModeParameter
{
    public ModeParameter(Network net, Caller by, Channel channel, ModeRequest request) => (Refusal, Shown) =
        request.Letter switch
        {
            'k' => Key(net, by, channel, request),
            'l' => Limit(by, channel, request),
            'd' => SlowMode(by, channel, request),
            'f' => Forward(net, by, channel, request),
            'F' => Flood(by, channel, request),
            'H' => History(net, by, channel, request),
            'j' => Throttle(by, channel, request),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Letter, "takes no parameter"),
        };

    public Line? Refusal { get; }

    public string Shown { get; }

    /// <summary>696. https://modern.ircdocs.horse/#errinvalidmodeparam-696</summary>
    public static Line Invalid(Caller by, Channel channel, ModeRequest request, string shown, string why) =>
        ERR_INVALIDMODEPARAM.For(by.Nick, channel.Name, request.Letter.ToString(), Fit(shown), why);

    // The key that was given may be unfit to be shown: it has spaces, or is too long.
    private static (Line?, string) Key(Network net, Caller by, Channel channel, ModeRequest request) =>
        Names.IsChannelKey(request.Parameter!, net.Config.Limits.KeyLen)
            ? (null, request.Parameter!)
            : (Invalid(by, channel, request, "*", "A key is visible ASCII without commas"), "");

    private static (Line?, string) Limit(Caller by, Channel channel, ModeRequest request) =>
        Number(by, channel, request, int.MaxValue, "A limit is a number from 1 to 2147483647");

    private static (Line?, string) SlowMode(Caller by, Channel channel, ModeRequest request) =>
        Number(by, channel, request, 3600, "Slow mode is a number of seconds from 1 to 3600");

    private static (Line?, string) Number(Caller by, Channel channel, ModeRequest request, int most, string why) =>
        int.TryParse(request.Parameter, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number > 0 && number <= most
            ? (null, number.ToString(CultureInfo.InvariantCulture))
            : (Invalid(by, channel, request, request.Parameter!, why), "");

    private static (Line?, string) Throttle(Caller by, Channel channel, ModeRequest request) =>
        JoinThrottle.Parse(request.Parameter!) is { } throttle
            ? (null, throttle.ToString())
            : (Invalid(by, channel, request, request.Parameter!, "A join throttle is joins:seconds, such as 5:10"), "");

    private static (Line?, string) Flood(Caller by, Channel channel, ModeRequest request) =>
        FloodProfile.Parse(request.Parameter!) is { } flood
            ? (null, flood.ToString())
            : (Invalid(by, channel, request, request.Parameter!, FloodProfile.Wanted), "");

    private static (Line?, string) History(Network net, Caller by, Channel channel, ModeRequest request) =>
        ChannelHistory.Parse(request.Parameter!, net.Config.History) is { } history
            ? (null, history.ToString())
            : (Invalid(by, channel, request, request.Parameter!, ChannelHistory.Wanted(net.Config.History)), "");

    private static (Line?, string) Forward(Network net, Caller by, Channel channel, ModeRequest request)
    {
        if (net.FindChannel(request.Parameter!) is not { } target)
            return (Invalid(by, channel, request, request.Parameter!, "No such channel"), "");
        if (target.Name == channel.Name)
            return (Invalid(by, channel, request, target.Name, "A channel cannot forward to itself"), "");
        return ChannelRules.MayChangeModes(net.FindMember(target.Name, by.Id))
            ? (null, target.Name)
            : (ERR_CHANOPRIVSNEEDED.For(by.Nick, target.Name), "");
    }

    // The text, fit to be a parameter that is not the last one of its line.
    private static string Fit(string text) =>
        text.Length is > 0 and <= 64 && text[0] != ':' && !text.Contains(' ', StringComparison.Ordinal) ? text : "*";
}
