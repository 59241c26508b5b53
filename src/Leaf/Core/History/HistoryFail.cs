using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>What is said when a history cannot be read.
/// https://ircv3.net/specs/extensions/chathistory#errors-and-warnings</summary>
static class HistoryFail
{
    public static Line Params(string verb, string why, params string[] context) =>
        StandardReply.Fail(verb, "INVALID_PARAMS", why, context);

    public static Line Target(string verb, params string[] context) => StandardReply.Fail(
        verb, "INVALID_TARGET", "There is no such history, or it is not yours to read", context);

    public static Line Unread(string verb, params string[] context) => StandardReply.Fail(
        verb, "MESSAGE_ERROR", "Messages could not be retrieved now; try again later", context);
}
