using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>The filters, in the order of their patterns; with a mask only those whose pattern fits it.
/// https://docs.inspircd.org/4/modules/filter/</summary>
public sealed class FilterList(string? mask) : LongAnswer<string>(StringComparer.Ordinal, atATime: 16, ahead: 512)
{
    private readonly Glob? _mask = mask is null ? null : new Glob(mask);
    private int _shown;

    /// <summary>Which filter would hit a text, and what it would do; the text is said to nobody.</summary>
    public static Line Try(Network net, Caller by, Line line)
    {
        if (line.Params.Count < 3 || FilterTable.PlacesOf(line.Params[1]) is FilterPlaces.None)
            return BanSetting.Fail(
                "FILTER", "INVALID_PARAMS", "TRY", "Write: TRY place text; a place is m, p, t, n or r");
        string text = Formatting.Stripped(string.Join(' ', line.Params.Skip(2)));
        return net.Filters.Find(FilterTable.PlacesOf(line.Params[1]), text) is { } filter
            ? BanLines.Notice(by, $"This hits {FilterCommand.Show(net.Filters.Find(filter.Pattern)!)}")
            : BanLines.Notice(by, "No filter hits this");
    }

    protected override IEnumerable<string> Keys(Network net) =>
        from row in net.Filters.All where _mask?.Matches(row.Filter.Pattern) != false select row.Filter.Pattern;

    protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<string> keys)
    {
        foreach (string key in keys)
        {
            if (net.Filters.Find(key) is not { } row) continue;
            _shown++;
            yield return BanLines.Notice(by, FilterCommand.Show(row));
        }
    }

    protected override IEnumerable<Line> Tail(Network net, Caller by) =>
        [BanLines.Notice(by, $"End of list: {_shown}")];
}
