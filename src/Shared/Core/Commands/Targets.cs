using IrcNats.Protocol;

namespace IrcNats.Commands;

/// <summary>Comma-separated targets: every handler sees one, and each is applied before the next is decided.</summary>
public static class Targets
{
    public static int Count(Line line, IrcCommandAttribute command) =>
        command.Targets < 0 || command.Targets >= line.Params.Count
            ? 1
            : line.Params[command.Targets].Count(c => c == ',') + 1;

    /// <summary>
    /// What the line costs of the input budget. A line that is refused for too many targets costs no more than the most
    /// that are allowed.
    /// </summary>
    public static int Cost(Line line, IrcCommandAttribute command) => command.TargetsTogether
        ? command.Cost * Math.Min(Count(line, command), command.MaxTargets)
        : command.Cost;

    /// <summary>The line once per target; a paired list (JOIN's keys) gives each target its item, or none.</summary>
    /// <remarks>A target that is named twice, in whatever case, is taken once.</remarks>
    public static IEnumerable<Line> Split(Line line, IrcCommandAttribute command, Casemapping map)
    {
        if (command.TargetsTogether || Count(line, command) == 1) return [line];
        string[] items = line.Params[command.Targets].Split(',', StringSplitOptions.RemoveEmptyEntries);
        // Nothing but commas: the handler says that there is no such target.
        if (items.Length == 0) return [line];
        string[] paired = command.Paired >= 0 && command.Paired < line.Params.Count
            ? line.Params[command.Paired].Split(',')
            : [];
        if (command.LastPairedStays) paired = [.. paired, .. Enumerable.Repeat(paired[^1], items.Length)];
        return from item in items.Index().DistinctBy(i => (Folded.Of(i.Item, map), PairedWith(i.Index)))
               select With(line, command, item.Item, paired, item.Index);

        // The paired item is a name like the target (KICK's channel), or a key, whose case counts.
        string? PairedWith(int index) =>
            command.LastPairedStays ? $"{Folded.Of(paired[index], map)}" : paired.ElementAtOrDefault(index);
    }

    private static Line With(Line line, IrcCommandAttribute command, string item, string[] paired, int index)
    {
        List<string> args = [.. line.Params];
        args[command.Targets] = item;
        if (command.Paired >= 0 && command.Paired < args.Count)
        {
            if (index < paired.Length) args[command.Paired] = paired[index];
            else args.RemoveRange(command.Paired, args.Count - command.Paired);
        }

        return line with { Params = args };
    }
}
