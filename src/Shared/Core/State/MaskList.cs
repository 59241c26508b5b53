using System.Collections;
using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// The masks of one of a channel's lists. They are compared far more often than they change, so each is parsed once,
/// when it is first needed. Immutable.
/// </summary>
public sealed class MaskList : IReadOnlyList<ListEntry>
{
    private readonly ListEntry[] _entries;
    private (Casemapping Map, ListRule[] Rules)? _read;

    private MaskList(ListEntry[] entries)
    {
        _entries = entries;
        NextExpiry = entries.Min(entry => entry.ExpiresAt);
    }

    public static MaskList Empty { get; } = new([]);

    public static MaskList Of(IReadOnlyList<ListEntry> entries) =>
        entries as MaskList ?? (entries.Count == 0 ? Empty : new MaskList([.. entries]));

    /// <summary>When the next timed entry is taken off (Unix milliseconds); null if there is none.</summary>
    public long? NextExpiry { get; }

    public int Count => _entries.Length;

    public ListEntry this[int index] => _entries[index];

    /// <summary>The parsed entries.</summary>
    public ReadOnlySpan<ListRule> Rules(Casemapping map)
    {
        if (_read is not { } read || read.Map != map)
            _read = read = (map, [.. _entries.Select(entry => ListRule.Of(entry.Mask, map))]);
        return read.Rules;
    }

    public IEnumerator<ListEntry> GetEnumerator() => _entries.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What a mask on a list says (<see cref="ListMask"/>), ready to be compared.</summary>
/// <param name="Acts">The letter that says what matching users may not do; '\0' for none.</param>
/// <param name="Compares">What is compared; null: the hostmask.</param>
/// <param name="IsInverted">The rule is for users who do not match.</param>
/// <param name="Glob">The pattern; null if the rule names a channel.</param>
public sealed record ListRule(char Acts, Extban? Compares, bool IsInverted, Glob? Glob)
{
    /// <summary>The channel that matching users are in, and the least rank that they have there.</summary>
    public (string Name, MemberModes Rank) Channel { get; private init; }

    /// <summary>The network of addresses that the mask also matches; null for none.</summary>
    public AddressMask? Addresses { get; private init; }

    public static ListRule Of(string text, Casemapping map)
    {
        ListMask mask = ListMask.Read(text);
        Extban? compares = mask.Compares == '\0' ? null : ExtbanTable.Find(mask.Compares);
        if (compares?.Letter != ExtbanTable.Channel)
            return Comparing(mask, compares, mask.Pattern.ToString(), map);
        string name = mask.Pattern.TrimStart(MemberModeTable.Prefixes).ToString();
        return new ListRule(mask.Acts, compares, mask.IsInverted, Glob: null)
        {
            Channel = name.Length == mask.Pattern.Length
                ? (name, MemberModes.None)
                : (name, MemberModeTable.OfPrefix(mask.Pattern[mask.Pattern.Length - name.Length - 1])!.Bit),
        };
    }

    private static ListRule Comparing(ListMask mask, Extban? compares, string pattern, Casemapping map) =>
        new(mask.Acts, compares, mask.IsInverted, new Glob(pattern, map))
        {
            Addresses = compares?.IsHostmask == false ? null : AddressMask.Read(pattern, map),
        };
}
