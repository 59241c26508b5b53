using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// Who may do what with a registered channel. Roots alone can say it. Operators with the capability chanreg may do what
/// the founder may.
/// </summary>
public static class RegistrationRules
{
    /// <summary>Whether the user may do what only the founder may.</summary>
    public static bool IsFounder(User user, ChannelRegistration registration) =>
        user.Account == registration.Founder || OperRules.May(user, OperCapabilities.Channels);

    /// <summary>The rank with which the user acts on the channel, whether they are in it or not.</summary>
    public static MemberModes RankOf(User user, ChannelRegistration registration) =>
        IsFounder(user, registration) ? MemberModes.Founder : registration.StatusOf(user.Account);

    /// <summary>
    /// Whether the user may change an account's status. The founder may change all but their own; others, from operator
    /// on, only what is below their own rank. Everybody may drop their own.
    /// </summary>
    public static bool MayChangeAccess(
        User user, ChannelRegistration registration, string account, MemberModes before, MemberModes after)
    {
        if (IsFounder(user, registration)) return true;
        if (user.Account == account && after == MemberModes.None) return true;
        MemberModes rank = RankOf(user, registration);
        return rank >= MemberModes.Operator && rank > before && rank > after;
    }

    /// <summary>Why the user may not register a channel in which they are an operator; null: they may.</summary>
    public static string? RefusalToRegister(Network net, User user, long now)
    {
        bool isOper = OperRules.May(user, OperCapabilities.Channels);
        ChannelsConfig config = net.Config.Channels;
        if (user.Account is not { } account) return "You are not logged in; only accounts have channels";
        if (!config.Registration) return "Channels cannot be registered here";
        if (config.OperatorOnly && !isOper) return "Only operators of the network register channels here";
        if (!isOper && DefconRules.RefusalToRegister(net) is (_, var held)) return held;
        if (RefusalOfMore(net, user, account) is { } many) return many;
        long since = net.ChannelsFoundedBy(account).Select(c => c.RegisteredAt).DefaultIfEmpty().Max();
        return !isOper && now - since < config.Throttle
            ? $"You registered a channel a moment ago; wait {(since + config.Throttle - now + 999) / 1000} s"
            : null;
    }

    /// <summary>Why the account may not have one more channel; null: it may. Operators are not counted.</summary>
    public static string? RefusalOfMore(Network net, User user, string account) =>
        OperRules.May(user, OperCapabilities.Channels)
        || net.ChannelsFoundedBy(account).Count < net.Config.Channels.MostPerAccount
            ? null
            : $"An account has at most {net.Config.Channels.MostPerAccount} channels";
}
