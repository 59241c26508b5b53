using System.Collections;
using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Root.Tracing;

/// <summary>An event in a few words: its type, then the values of its members, in the order of their keys.</summary>
static class EventText
{
    // Members whose text is a name; other text is quoted.
    private static readonly HashSet<string> s_names =
        [nameof(ChannelMessage.Channel), nameof(ChannelMessage.Command), nameof(NickChanged.Nick), "Leaf", "Node"];

    public static string Of(Event happened, NickBook nicks)
    {
        List<string> words = [happened.GetType().Name];
        foreach (WireMember member in Shape.Of(happened.GetType()).Members)
            if (Show(member.Name, member.Of(happened), nicks) is { Length: > 0 } word) words.Add(word);
        return string.Join(' ', words);
    }

    // Null and "" are not worth a word.
    private static string? Show(string member, object? value, NickBook nicks) => value switch
    {
        null or false or "" or Position => null,
        // The hostmask that messages carry for history only repeats their author.
        string when member == nameof(ChannelMessage.Source) => null,
        true => member,
        string text => s_names.Contains(member) ? text : $"\"{text}\"",
        UserId user => nicks.Of(user),
        User user => $"{user.Hostmask} \"{user.Realname}\"",
        Oper oper => oper.Name,
        NetworkConfig config => $"{config.NetworkName} {config.ServerName}",
        IReadOnlyList<ModeChange> changes => string.Join(' ', ModeChange.Show(changes)),
        Enum flags => Convert.ToInt32(flags) == 0 ? null : flags.ToString(),
        IEnumerable many => string.Join(' ', many.Cast<object?>().Select(one => Show(member, one, nicks))),
        _ => value.ToString(),
    };
}
