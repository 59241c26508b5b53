using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// Which tags of a client's line are relayed to others. https://ircv3.net/specs/extensions/message-tags
/// </summary>
public static class TagRules
{
    /// <summary>The client-only tags that the network relays: all but those of CLIENTTAGDENY.</summary>
    public static Tags Relayed(NetworkConfig config, Tags tags) =>
        tags.Count == 0 ? tags : tags.Only(key => IsRelayed(config, key));

    /// <summary>Whether the tags say no more than that somebody is typing, or has stopped.
    /// https://ircv3.net/specs/client-tags/typing</summary>
    public static bool IsTyping(Tags tags) => tags.Contains("+typing") || tags.Contains("+draft/typing");

    private static bool IsRelayed(NetworkConfig config, string key)
    {
        if (!Tags.IsClientOnly(key)) return false;
        if (config.ClientTagDeny.Count == 0) return true;
        string name = key[1..];
        return !config.ClientTagDeny.Contains(name)
            && (!config.ClientTagDeny.Contains("*") || config.ClientTagDeny.Contains("-" + name));
    }
}
