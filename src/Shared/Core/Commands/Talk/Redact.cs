using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// REDACT target msgid [:reason], by the author or by a channel operator. A root has read the message from the log
/// before (<see cref="Caller.Cited"/>). The author is the same user, or the same account. The same nick and host do not
/// count, because many users share a host. https://ircv3.net/specs/extensions/message-redaction
/// </summary>
static class Redact
{
    [IrcCommand("REDACT", At.Root, MinParams = 2, Secret = nameof(SecretOf),
        Takes = "target msgid [:reason]", Says = "Takes back a message, by its msgid.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        line.Params[0].StartsWith('#') ? InChannel(net, by, line) : Between(net, by, line);

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) =>
        Citation.MsgidOf(line) is { } msgid ? new LineSecret(Purpose.Citation, msgid, "", line) : null;

    // Positions can be guessed. So a message that the user was not shown does not exist for them.
    private static Decision InChannel(Network net, Caller by, Line line)
    {
        string to = line.Params[0];
        if (net.FindChannel(to) is not { } channel || net.FindMember(to, by.Id) is not { } member)
            return NoTarget(line);
        if (Cited(net, by) is not { Channel: { } name } said || !Is(net, channel, name, said.At)) return Unknown(line);
        bool isOwn = IsAuthor(by.User, said);
        if (said.Time < channel.Created || !(isOwn || member.IsAtLeast(said.AtLeast))) return Unknown(line);
        bool mayDelete = (isOwn && net.Config.History.AllowIndividualDelete) || ChannelRules.MayChangeModes(member);
        if (!mayDelete) return Forbidden(line);
        return new MessageRedacted(channel.Name, null, by.Id, line.Params[1], Reason(net, by, line))
        {
            AtLeast = said.AtLeast, IsModerated = said.IsModerated, Author = said.From,
        };
    }

    private static Decision Between(Network net, Caller by, Line line)
    {
        if (net.FindUser(line.Params[0]) is not { } user) return NoTarget(line);
        CitedMessage? cited = Cited(net, by);
        if (cited is { To: { } to, From: var from } && from == user.Id && to == by.Id && from != to)
            return Forbidden(line);
        if (!(cited is { To: { } other } said && IsAuthor(by.User, said) && other == user.Id)) return Unknown(line);
        return net.Config.History.AllowIndividualDelete
            ? new MessageRedacted(null, user.Id, by.Id, line.Params[1], Reason(net, by, line)) { Author = by.Id }
            : Forbidden(line);
    }

    // A message that was redacted does not exist any more.
    private static CitedMessage? Cited(Network net, Caller by) =>
        by.Cited is { } said && !net.IsErased(said.At, said.Account) ? said : null;

    private static bool IsAuthor(User user, CitedMessage said) =>
        said.From == user.Id || (said.Account is not null && said.Account == user.Account);

    // Whether the channel had this name at that time (RENAME).
    private static bool Is(Network net, Channel channel, string name, Position at) =>
        channel.NameAt(at) is { } called && net.Fold(called) == net.Fold(name);

    private static string? Reason(Network net, Caller by, Line line)
    {
        if (line.Params.Count < 3 || line.Params[2].Length == 0) return null;
        Line redact = new(by.User.Hostmask, "REDACT", line.Params[0], line.Params[1], "") { Trailing = true };
        return RelayRules.Cut(net, redact, line.Params[2], net.Config.Limits.KickLen);
    }

    private static Line NoTarget(Line line) => StandardReply.Fail(
        "REDACT", "INVALID_TARGET", "You cannot delete messages there", line.Params[0]);

    private static Line Unknown(Line line) => StandardReply.Fail(
        "REDACT", "UNKNOWN_MSGID", "This message does not exist or is too old", line.Params[0], line.Params[1]);

    private static Line Forbidden(Line line) => StandardReply.Fail(
        "REDACT", "REDACT_FORBIDDEN", "You are not authorised to delete this message", line.Params[0], line.Params[1]);
}
