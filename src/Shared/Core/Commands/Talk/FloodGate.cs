using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// What becomes of a line that goes beyond a channel's flood profile (+F). Nobody is shown it. Counted is only what was
/// shown, so whoever stops is heard again when the span is over.
/// </summary>
static class FloodGate
{
    /// <summary>What happens instead; null: the user may say it.</summary>
    public static Decision? Refuse(
        Network net, Caller by, Channel channel, FloodProfile flood, IEnumerable<string> lines)
    {
        if (FloodRules.Beyond(net, by.User, channel, lines, by.Now) is not { } limit) return null;
        string what = ReferenceEquals(limit, flood.Repeat) ? "equal lines" : "lines";
        return Act(net, by, channel, limit, $"more than {limit.Count} {what} in {limit.Seconds} s");
    }

    private static Decision Act(Network net, Caller by, Channel channel, FloodLimit limit, string why)
    {
        bool isMember = net.FindMember(channel.Name, by.Id) is not null;
        bool kicks = limit.Action is FloodAction.Kick or FloodAction.Ban && isMember;
        string? mask = MaskFor(net, by.User, channel, limit);
        if (mask is not null) why += $"; for {Duration.Show(limit.For)}";
        Line refusal = (ERR_CANNOTSENDTOCHAN with { Text = $"Cannot send to channel (+F): {why}" })
            .For(by.Nick, channel.Name);
        return mask is null && !kicks
            ? refusal
            : new Decision(
                [new FloodStopped(channel.Name, by.Id, net.Config.ServerName, mask, kicks, $"Flood: {why}")],
                [refusal]);
    }

    private static string? MaskFor(Network net, User user, Channel channel, FloodLimit limit)
    {
        if (limit.Action is not (FloodAction.Mute or FloodAction.Ban)) return null;
        if (!FloodRules.TakesMask(net, channel)) return null;
        string acts = limit.Action == FloodAction.Mute ? $"{ExtbanTable.Mute}:" : "";
        string text = $"{ExtbanTable.Time}:{Duration.Show(limit.For)}:{acts}{FloodRules.MaskOf(user)}";
        string? mask = ListMask.Normalize(text, 'b', net.Config.Limits, out _);
        return channel.Bans.Any(ban => ban.Mask.Equals(mask, StringComparison.OrdinalIgnoreCase)) ? null : mask;
    }
}
