using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What LIST was asked for: a channel passes when it fits one of the masks (if there are any) and every condition.
/// https://modern.ircdocs.horse/#elist-parameter
/// </summary>
sealed class ChannelFilter
{
    private readonly List<string> _masks = [];
    private readonly List<string> _notMasks = [];
    private readonly List<Func<Channel, int, bool>> _conditions = [];

    private ChannelFilter() { }

    /// <summary>
    /// Reads names, masks, !masks and conditions: &lt;n &gt;n count members, C&lt;n C&gt;n minutes since the channel
    /// began, T&lt;n T&gt;n minutes since its topic was set. A condition without a number is passed over.
    /// </summary>
    public static ChannelFilter Parse(IEnumerable<string> words, long now)
    {
        ChannelFilter filter = new();
        foreach (string word in words.Where(w => w.Length > 0)) filter.Add(word, now);
        return filter;
    }

    public bool Passes(Channel channel, int members, Casemapping map) =>
        (_masks.Count == 0 || _masks.Exists(mask => Mask.Matches(mask, channel.Name, map)))
        && !_notMasks.Exists(mask => Mask.Matches(mask, channel.Name, map))
        && _conditions.TrueForAll(condition => condition(channel, members));

    private void Add(string word, long now)
    {
        switch (word)
        {
            case ['<' or '>', ..]:
                AddComparison(word, (_, members) => members);
                break;
            case ['C' or 'c', '<' or '>', ..]:
                AddComparison(word[1..], (channel, _) => Minutes(now - channel.Created));
                break;
            case ['T' or 't', '<' or '>', ..]:
                AddComparison(word[1..], (channel, _) => Minutes(now - channel.Topic?.SetAt));
                break;
            case ['!', ..]:
                _notMasks.Add(word[1..]);
                break;
            default:
                _masks.Add(word);
                break;
        }
    }

    /// <summary>What has no value (a topic that was never set) is neither less nor more.</summary>
    private void AddComparison(string word, Func<Channel, int, double?> value)
    {
        if (!int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int bound)) return;
        if (word[0] == '<') _conditions.Add((channel, members) => value(channel, members) < bound);
        else _conditions.Add((channel, members) => value(channel, members) > bound);
    }

    private static double? Minutes(long? milliseconds) => milliseconds / 60_000.0;
}
