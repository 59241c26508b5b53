using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Events;

/// <summary>The line of a PRIVMSG, NOTICE or TAGMSG as its receivers get it.</summary>
static class MessageLine
{
    public static Announcement Of(string command, User from, string target, string text, string tags)
    {
        bool tagsOnly = command == "TAGMSG";
        Line line = tagsOnly
            ? new Line(from.Hostmask, command, target)
            : new Line(from.Hostmask, command, target, text) { Trailing = true };
        Tags parsed = tags.Length == 0 ? Tags.None : Tags.Parse(tags);
        return new Announcement(line with { Tags = parsed })
        {
            IsFleeting = tagsOnly && TagRules.IsTyping(parsed),
            IsCtcp = DirectRules.IsCtcp(text),
            From = from, Needs = tagsOnly ? Capabilities.MessageTags : Capabilities.None,
        };
    }
}
