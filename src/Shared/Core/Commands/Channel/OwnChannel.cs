using System.Diagnostics.CodeAnalysis;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// The channel that a command names and that its sender is in. Commands for members begin with it. Whether this member
/// may do this is a question for <see cref="Rules.ChannelRules"/>. https://modern.ircdocs.horse/#errnotonchannel-442
/// </summary>
static class OwnChannel
{
    /// <summary>False with the reason: there is no such channel (403), or the sender is not in it (442).</summary>
    public static bool TryFind(
        Network net, Caller by, string name,
        [NotNullWhen(true)] out Channel? channel, out Member self, [NotNullWhen(false)] out Line? refusal)
    {
        channel = net.FindChannel(name);
        Member? member = channel is null ? null : net.FindMember(channel.Name, by.Id);
        self = member.GetValueOrDefault();
        refusal = channel is null ? ERR_NOSUCHCHANNEL.For(by.Nick, name)
            : member is null ? ERR_NOTONCHANNEL.For(by.Nick, channel.Name)
            : null;
        return refusal is null;
    }
}
