using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What operators of the network may do.</summary>
public static class OperRules
{
    /// <summary>Why the user may not give this command, which is for operators; null when they may.</summary>
    public static Line? Refusal(User user, string verb) =>
        user.IsOper && OperCapabilityTable.OfVerb(verb) is { } needed ? Refusal(user, needed.Bit) : Refusal(user);

    /// <summary>Why the user may not do something that needs this capability; null if they may.</summary>
    public static Line? Refusal(User user, OperCapabilities needed) => user.Oper?.May(needed) == false
        ? Numeric.ERR_NOPRIVS.For(user.Nick, OperCapabilityTable.NameOf(needed))
        : Refusal(user);

    private static Line? Refusal(User user) => user.IsOper ? null : Numeric.ERR_NOPRIVILEGES.For(user.Nick);

    public static bool May(User user, OperCapabilities what) => user.Oper?.May(what) == true;
}
