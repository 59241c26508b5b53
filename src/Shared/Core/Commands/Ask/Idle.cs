using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>How long a user has said nothing, for WHOIS and WHO.</summary>
static class Idle
{
    /// <summary>Whole seconds; never below zero, because the clocks of two machines may differ.</summary>
    public static long Seconds(Network net, Caller by, User user) =>
        Math.Max(0, by.Now - net.LastActive(user.Id)) / 1000;
}
