using System.Buffers;
using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Which metadata there may be, and who may read and change it.
/// https://ircv3.net/specs/extensions/metadata</summary>
public static class MetadataRules
{
    /// <summary>Bytes of a key, so that a line with a value of the largest size has room.</summary>
    public const int KeyMax = 32;

    private static readonly SearchValues<char> s_key = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_./-");

    public static bool IsKey(string text) =>
        text.Length is > 0 and <= KeyMax && !text.AsSpan().ContainsAnyExcept(s_key);

    /// <summary>
    /// Why the key cannot get this value (null: be removed), given the keys that there are; null if it can.
    /// </summary>
    public static Line? RefusalToSet(
        Limits limits, IReadOnlyList<MetadataItem> items, string target, MetadataChange change)
    {
        if (!IsKey(change.Key)) return Fail("KEY_INVALID", "That is not a valid key", change.Key);
        bool isSet = items.ValueOf(change.Key) is not null;
        if (change.Value is null)
            return isSet ? null : Fail("KEY_NOT_SET", "This key is not set", target, change.Key);
        if (Encoding.UTF8.GetByteCount(change.Value) > limits.MetadataValueBytes)
            return Fail("INVALID_VALUE", "The value is too long", change.Key); // draft 2 had VALUE_INVALID
        return isSet || items.Count < limits.MetadataKeys
            ? null
            : Fail("LIMIT_REACHED", "There are as many keys as there may be", target);
    }

    /// <summary>Users change their own keys; operators with the capability change anyone's.</summary>
    public static bool MayChange(User user, User target) =>
        user.Id == target.Id || OperRules.May(user, OperCapabilities.Metadata);

    public static bool MayChange(Network net, User user, Channel channel) =>
        OperRules.May(user, OperCapabilities.Metadata)
        || ChannelRules.MayChangeModes(net.FindMember(channel.Name, user.Id));

    /// <summary>Only members read the metadata of a channel that not everyone may see or join.</summary>
    public static bool MayRead(Network net, User user, Channel channel) =>
        user.IsOper || net.FindMember(channel.Name, user.Id) is not null
        || !(channel.Has(ChannelModes.Secret | ChannelModes.InviteOnly) || channel.Key is not null);

    public static Line Fail(string code, string text, params string[] context) =>
        StandardReply.Fail("METADATA", code, text, context);
}
