using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// What a command has to look at to decide a line, as its handler counts it: entries of the network, each as dear as
/// comparing a name with one mask.
/// </summary>
public delegate long Looks(Network net, Caller by, Line line);

/// <summary>
/// What a line costs of the input budget: the cost in its command's row, and more if it looks at much.
/// </summary>
public static class Price
{
    /// <summary>An entry of a channel's list: it may be long, and is compared with a hostmask and its cloak.</summary>
    public const int OfListEntry = 10;

    // Some hundred microseconds of a root or a leaf.
    private const int LooksPerLine = 5000;

    public static int Of(CommandTable.Entry entry, Network net, Caller by, Line line) =>
        Targets.Cost(line, entry.Command)
        + (int)Math.Min(int.MaxValue / 2, (entry.Looks?.Invoke(net, by, line) ?? 0) / LooksPerLine);

    /// <summary>What it costs to compare a user with a channel's lists.</summary>
    public static long OfLists(Channel channel) =>
        OfListEntry * (long)(channel.Bans.Count + channel.Exceptions.Count + channel.InviteExceptions.Count);
}
