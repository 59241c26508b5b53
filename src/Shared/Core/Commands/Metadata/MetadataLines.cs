using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>Metadata as clients are shown it. https://ircv3.net/specs/extensions/metadata</summary>
public static class MetadataLines
{
    /// <summary>
    /// What registration shows of metadata: the keys that are set, in a batch. Clients that do not know metadata are
    /// shown nothing.
    /// </summary>
    public static IEnumerable<Line> OfNewcomer(Caller by) => !Knows(by)
        ? []
        : ReplyBatch.Of("metadata", [by.Nick], by.User.Metadata.Select(item => Shown(by, by.Nick, item)));

    /// <summary>760: what WHOIS shows of it.</summary>
    public static IEnumerable<Line> OfWhois(Caller by, User user) => !Knows(by)
        ? []
        : user.Metadata.Select(item =>
            RPL_WHOISKEYVALUE.For(by.Nick, user.Nick, item.Key, MetadataNotice.ForAll, item.Value));

    public static bool Knows(Caller by) => by.Has(Capabilities.Metadata | Capabilities.Metadata3);

    /// <summary>Those of the keys that are set, as the session's draft of the specification has them.</summary>
    public static IEnumerable<Line> Of(
        Caller by, string target, IReadOnlyList<MetadataItem> items, IReadOnlySet<string> keys) =>
        items.Where(item => keys.Contains(item.Key)).Select(item => Shown(by, target, item));

    private static Line Shown(Caller by, string target, MetadataItem item) => by.Has(Capabilities.Metadata)
        ? MetadataNotice.Of(null, target, new MetadataChange(item.Key, item.Value)).Line
        : MetadataNotice.Value(by.Nick, target, item.Key, item.Value);
}
