using System.Text;
using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// One change of a channel's modes. <paramref name="Parameter"/> is what is shown: a mask, a key, a limit or a nick;
/// <paramref name="Member"/> is the user whose status changes.
/// </summary>
[MessagePackObject]
public sealed record ModeChange(
    [property: Key(0)] bool Adds, [property: Key(1)] char Letter, [property: Key(2)] string? Parameter,
    [property: Key(3)] UserId? Member)
{
    /// <summary>The channel after the change; not for a status. A list's entry records who set it, and when.</summary>
    public Channel ApplyTo(Channel channel, string setBy, long at)
    {
        ChannelMode mode = ChannelModeTable.Find(Letter)!;
        return mode.Kind switch
        {
            ModeKind.Flag => channel with { Modes = Adds ? channel.Modes | mode.Bit : channel.Modes & ~mode.Bit },
            ModeKind.List => channel.WithList(Letter, ApplyTo(channel.ListOf(Letter), setBy, at)),
            _ => mode.Write(channel, Adds ? Parameter : null),
        };
    }

    private List<ListEntry> ApplyTo(IReadOnlyList<ListEntry> list, string setBy, long at)
    {
        List<ListEntry> rest =
            [.. list.Where(e => !string.Equals(e.Mask, Parameter, StringComparison.OrdinalIgnoreCase))];
        if (Adds) rest.Add(new ListEntry(Parameter!, setBy, at) { ExpiresAt = at + ListMask.Read(Parameter).Lasts });
        return rest;
    }

    /// <summary>
    /// The changes that turn the first channel's modes into the second's; without lists and statuses.
    /// </summary>
    public static IEnumerable<ModeChange> Between(Channel was, Channel channel)
    {
        foreach (ChannelMode mode in ChannelModeTable.All)
        {
            bool had = was.Has(mode.Bit), has = channel.Has(mode.Bit);
            if (had != has) yield return new ModeChange(has, mode.Letter, null, null);
            string? old = mode.Read(was), parameter = mode.Read(channel);
            if (old != parameter)
                yield return new ModeChange(
                    parameter is not null, mode.Letter,
                    parameter ?? (mode.Kind == ModeKind.Parameter ? old : null), null);
        }
    }

    /// <summary>Changes as a MODE line has them: "+ov-b" and the parameters.</summary>
    public static IEnumerable<string> Show(IReadOnlyList<ModeChange> changes)
    {
        StringBuilder letters = new();
        bool? adds = null;
        foreach (ModeChange change in changes)
        {
            if (adds != change.Adds) letters.Append((adds = change.Adds) == true ? '+' : '-');
            letters.Append(change.Letter);
        }

        return [letters.ToString(), .. from c in changes where c.Parameter is not null select c.Parameter];
    }
}
