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
    private readonly List<Glob> _masks = [], _notMasks = [];
    private readonly HashSet<string> _names = [];
    private readonly List<Func<Channel, int, bool>> _conditions = [];

    private bool _hasWildcards;

    private ChannelFilter() { }

    /// <summary>Masks that each channel is compared with.</summary>
    public int Masks => _masks.Count + _notMasks.Count;

    /// <summary>
    /// The names of the only channels that can pass, in the form in which they are compared; null: every channel can.
    /// </summary>
    public IReadOnlyCollection<string>? Names => _hasWildcards || _names.Count == 0 ? null : _names;

    /// <summary>
    /// Reads names, masks, !masks and conditions: &lt;n &gt;n count members, C&lt;n C&gt;n minutes since the channel
    /// began, T&lt;n T&gt;n minutes since its topic was set. A condition without a number is passed over.
    /// </summary>
    public static ChannelFilter Parse(IEnumerable<string> words, Casemapping map, long now)
    {
        ChannelFilter filter = new();
        foreach (string word in words.Where(w => w.Length > 0).Distinct()) filter.Add(word, map, now);
        return filter;
    }

    public bool Passes(Channel channel, int members) =>
        (_masks.Count == 0 || _masks.Exists(mask => mask.Matches(channel.Name)))
        && !_notMasks.Exists(mask => mask.Matches(channel.Name))
        && _conditions.TrueForAll(condition => condition(channel, members));

    private void Add(string word, Casemapping map, long now)
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
                _notMasks.Add(new Glob(word[1..], map));
                break;
            default:
                _masks.Add(new Glob(word, map));
                _names.Add(Folded.Of(word, map).ToString());
                _hasWildcards |= word.AsSpan().ContainsAny('*', '?');
                break;
        }
    }

    /// <summary>A channel without the value (a topic that was never set) is neither less nor more.</summary>
    private void AddComparison(string word, Func<Channel, int, double?> value)
    {
        if (!int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int bound)) return;
        if (word[0] == '<') _conditions.Add((channel, members) => value(channel, members) < bound);
        else _conditions.Add((channel, members) => value(channel, members) > bound);
    }

    private static double? Minutes(long? milliseconds) => milliseconds / 60_000.0;
}
