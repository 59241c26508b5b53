using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>RENAME channel name [:reason] - https://ircv3.net/specs/extensions/channel-rename</summary>
static class Rename
{
    [IrcCommand("RENAME", At.Root, MinParams = 2, Cost = 4,
        Takes = "channel name [:reason]", Says = "Gives a channel another name.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        (string old, string name) = (line.Params[0], line.Params[1]);
        if (!OwnChannel.TryFind(net, by, old, out Channel? channel, out Member self, out Line? outside)) return outside;
        if (!ChannelRules.MayChangeModes(self)) return ERR_CHANOPRIVSNEEDED.For(by.Nick, channel.Name);
        if (net.FindRegistration(channel.Name) is { } registration
            && !RegistrationRules.IsFounder(by.User, registration))
            return Cannot(channel, name, "Only the founder of a registered channel renames it");
        if (Refusal(net, channel, name) is { } refusal) return refusal;
        if (RefusalOfOpers(net, by.User, channel, name) is { } kept) return Cannot(channel, name, kept);
        Line rename = new(by.User.Hostmask, "RENAME", channel.Name, name, "") { Trailing = true };
        string reason = line.Params.Count > 2 ? line.Params[2] : "";
        return new ChannelRenamed(
            channel.Name, name, by.Id, RelayRules.Cut(net, rename, reason, net.Config.Limits.KickLen));
    }

    // A reservation or a lockdown by operators of the network; another name must not end one.
    private static string? RefusalOfOpers(Network net, User user, Channel channel, string name) =>
        BanRules.RefusalOfChannel(net, user, name)
        ?? (!user.IsOper && (LockRules.Find(net, channel.Name) ?? LockRules.Find(net, name)) is { } closed
            ? LockRules.Told(closed)
            : null);

    private static Line? Refusal(Network net, Channel channel, string name)
    {
        if (!Names.IsChannel(name, net.Config.Limits.ChannelLen))
            return Cannot(channel, name, "That is no channel's name");
        if (name == channel.Name) return Cannot(channel, name, "The channel has this name");
        // Only the spelling changes: nobody needs to be shown everything again.
        if (net.Fold(name) == net.Fold(channel.Name)) return null;
        if (net.FindChannel(name) is not null)
            return StandardReply.Fail(
                "RENAME", "CHANNEL_NAME_IN_USE", "The channel name is already taken", channel.Name, name);
        return net.MembersOf(channel.Name).Count > net.Config.Limits.RenameMembers
            ? Cannot(channel, name, "The channel is too large to be renamed")
            : null;
    }

    private static Line Cannot(Channel channel, string name, string why) =>
        StandardReply.Fail("RENAME", "CANNOT_RENAME", why, channel.Name, name);
}
