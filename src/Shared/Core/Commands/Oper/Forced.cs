using System.Diagnostics.CodeAnalysis;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>What the SA verbs have in common: whom they are about, and what the operator is told. They are of Ergo and
/// InspIRCd. https://docs.inspircd.org/4/modules/sajoin/</summary>
static class Forced
{
    /// <summary>False with the reason: nobody has that nick (401).</summary>
    public static bool TryFind(
        Network net, Caller by, string nick,
        [NotNullWhen(true)] out User? target, [NotNullWhen(false)] out Line? refusal)
    {
        target = net.FindUser(nick);
        refusal = target is null ? ERR_NOSUCHNICK.For(by.Nick, nick) : null;
        return target is not null;
    }

    /// <summary>What was done, for an operator who may not see it happen.</summary>
    public static Line Done(Caller by, string text) => new(null, "NOTICE", by.Nick, text) { Trailing = true };
}
