using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Events;

/// <summary>One key of metadata as a line. https://ircv3.net/specs/extensions/metadata</summary>
public static class MetadataNotice
{
    /// <summary>The visibility of a key: everyone may see it.</summary>
    public const string ForAll = "*";

    private const string NotSet = "key not set";

    /// <summary>761: a key and its value; nick is "*" before there is one.</summary>
    public static Line Value(string nick, string target, string key, string value) =>
        RPL_KEYVALUE.For(nick, target, key, ForAll, value);

    /// <summary>766: there is no such key.</summary>
    public static Line None(string nick, string target, string key) =>
        (RPL_KEYNOTSET with { Text = NotSet }).For(nick, target, key);

    /// <summary>What subscribers are told: METADATA, or to those of the newer draft the numerics.</summary>
    public static Announcement Of(string? source, string target, MetadataChange change) => new(change.Value is null
        ? new Line(source, "METADATA", target, change.Key, ForAll)
        : new Line(source, "METADATA", target, change.Key, ForAll, change.Value) { Trailing = true })
    {
        Needs = Capabilities.Metadata,
        Without = change.Value is null
            ? None("*", target, change.Key)
            : Value("*", target, change.Key, change.Value),
        SubscribedKey = change.Key,
    };
}
