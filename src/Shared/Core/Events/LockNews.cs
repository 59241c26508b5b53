using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Events;

/// <summary>Tells those whom a lockdown concerns that it begins or ends.</summary>
static class LockNews
{
    /// <param name="target">A channel, or the whole network.</param>
    public static void Tell(Network net, Audience to, string target, string text)
    {
        if (target != LockRules.Network)
        {
            if (net.FindChannel(target) is { } channel)
                to.Channel(channel.Name, new Announcement(Line(channel.Name, text)) { IsApart = true });
            return;
        }

        foreach (User user in net.Users)
            to.User(user.Id, new Announcement(Line(user.Nick, text)) { IsApart = true });
    }

    private static Line Line(string target, string text) => new(null, "NOTICE", target, text) { Trailing = true };
}
