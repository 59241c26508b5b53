using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// METADATA target GET|LIST|SET|CLEAR … - https://ircv3.net/specs/extensions/metadata
/// The root decides changes, and leaves answer questions, both here. Subscriptions belong to a session.
/// </summary>
[IrcCommand("METADATA", At.Session, Stages = Stages.Registering | Stages.Registered, MinParams = 2)]
public static class MetadataCommand
{
    /// <summary>How many members of a channel are looked at, unless the asker asked for that very channel.</summary>
    public const int MembersAtOnce = 500;

    // Whether the asker sees the member; and the member's keys.
    private const int LooksPerMember = 2;

    /// <summary>Whether the root has to decide it. Leaves answer everything else from what they know.</summary>
    public static bool IsChange(Line line) =>
        line.Params.Count > 1 && line.Params[1].ToUpperInvariant() is "SET" or "CLEAR";

    [IrcCommand("METADATA", At.Root, MinParams = 2, Looks = nameof(Looks),
        Takes = "target GET|LIST|SET|CLEAR|SUB|UNSUB|SUBS|SYNC [keys]",
        Says = "Reads and sets what users and channels tell of themselves.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (!TryFind(net, by, line.Params[0], out Channel? channel, out User? user))
            return NoTarget(line.Params[0]);
        string target = channel?.Name ?? user!.Nick;
        bool isClear = line.Params[1].ToUpperInvariant() is not "SET";
        if (!isClear && line.Params.Count < 3) return ERR_NEEDMOREPARAMS.For(by.Nick, line.Command);
        string key = isClear ? "*" : line.Params[2];
        if (!(channel is null
            ? MetadataRules.MayChange(by.User, user!)
            : MetadataRules.MayChange(net, by.User, channel))) return NoPermission(target, key);
        IReadOnlyList<MetadataItem> items = channel?.Metadata ?? user!.Metadata;
        return isClear
            ? Clear(by, channel, user, target, items)
            : Set(net, by, channel, user, target, items, new MetadataChange(key, line.Params.ElementAtOrDefault(3)));
    }

    private static long Looks(Network net, Caller by, Line line) =>
        line.Params.ElementAtOrDefault(1)?.ToUpperInvariant() switch
        {
            "SYNC" => LooksPerMember * (long)net.MembersOf(line.Params[0]).Count,
            "SUB" => net.ChannelsOf(by.Id).Sum(c => (long)Math.Min(MembersAtOnce, net.MembersOf(c.Name).Count)),
            _ => 0,
        };

    /// <summary>GET and LIST.</summary>
    public static IEnumerable<Line> Read(Network net, Caller by, Line line)
    {
        if (!TryFind(net, by, line.Params[0], out Channel? channel, out User? user)) return [NoTarget(line.Params[0])];
        string target = channel?.Name ?? user!.Nick;
        if (channel is not null && !MetadataRules.MayRead(net, by.User, channel)) return [NoPermission(target, "*")];
        return Read(by.Nick, target, channel?.Metadata ?? user!.Metadata, line);
    }

    /// <summary>The answer to GET or LIST from this list.</summary>
    public static IEnumerable<Line> Read(string nick, string target, IReadOnlyList<MetadataItem> items, Line line) =>
        ReplyBatch.Of("metadata", [target], line.Params[1].ToUpperInvariant() is "LIST"
            ? items.Select(item => MetadataNotice.Value(nick, target, item.Key, item.Value))
            : KeysOf(line).Select(key => Get(nick, target, items, key)));

    /// <summary>
    /// The keys of GET, SUB and UNSUB. A line has a limited number of parameters: the last one has the rest.
    /// </summary>
    public static IEnumerable<string> KeysOf(Line line) => line.Params.Count < Line.ParamsMax
        ? line.Params.Skip(2)
        : [.. line.Params.Skip(2).SkipLast(1), .. line.Params[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A channel that the asker may know of, or a user; "*" is the asker.</summary>
    public static bool TryFind(Network net, Caller by, string target, out Channel? channel, out User? user)
    {
        channel = target.StartsWith('#') ? net.FindChannel(target) : null;
        if (channel is not null && !ChannelRules.MaySee(net, by.User, channel)) channel = null;
        user = target == "*" ? by.User : net.FindUser(target);
        return channel is not null || user is not null;
    }

    public static Line NoTarget(string target) => MetadataRules.Fail("INVALID_TARGET", "Invalid target", target);

    public static Line NoPermission(string target, string key) =>
        MetadataRules.Fail("KEY_NO_PERMISSION", "Permission denied", target, key);

    private static Line Get(string nick, string target, IReadOnlyList<MetadataItem> items, string key)
    {
        if (!MetadataRules.IsKey(key)) return MetadataRules.Fail("KEY_INVALID", "That is not a valid key", key);
        return items.ValueOf(key) is { } value
            ? MetadataNotice.Value(nick, target, key, value)
            : MetadataNotice.None(nick, target, key);
    }

    private static Decision Set(
        Network net, Caller by, Channel? channel, User? user, string target, IReadOnlyList<MetadataItem> items,
        MetadataChange change)
    {
        if (MetadataRules.RefusalToSet(net.Config.Limits, items, target, change) is { } refusal) return refusal;
        Line reply = change.Value is { } value
            ? MetadataNotice.Value(by.Nick, target, change.Key, value)
            : MetadataNotice.None(by.Nick, target, change.Key);
        return new Decision([Changed(by, channel, user, [change])], [reply]);
    }

    private static Decision Clear(
        Caller by, Channel? channel, User? user, string target, IReadOnlyList<MetadataItem> items)
    {
        IEnumerable<Line> removed = items.Select(item => MetadataNotice.None(by.Nick, target, item.Key));
        IReadOnlyList<Line> replies = [.. ReplyBatch.Of("metadata", [target], removed)];
        return items.Count == 0
            ? new Decision([], replies)
            : new Decision(
                [Changed(by, channel, user, [.. items.Select(i => new MetadataChange(i.Key, null))])], replies);
    }

    private static MetadataChanged Changed(
        Caller by, Channel? channel, User? user, IReadOnlyList<MetadataChange> changes) =>
        new(channel?.Name, channel is null ? user!.Id : null, by.Id, changes);
}
