using System.Collections.Frozen;
using System.Reflection;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>A command's decision: pure, reads the network, changes nothing.</summary>
public delegate Decision Handler(Network net, Caller by, Line line);

/// <summary>
/// Every handler of this assembly by command name, and the handlers that a test loads into the process.
/// </summary>
public static class CommandTable
{
    /// <summary>A command's row, and the code that decides it.</summary>
    public sealed record Entry(IrcCommandAttribute Command, Handler Handle, Looks? Looks);

    public static FrozenDictionary<string, Entry> All { get; } =
        (from assembly in AppDomain.CurrentDomain.GetAssemblies()
         where assembly.GetName().Name?.StartsWith("IrcNats.", StringComparison.Ordinal) == true
         from type in assembly.GetTypes()
         where type.Namespace?.StartsWith("IrcNats.Commands", StringComparison.Ordinal) == true
         from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
         from command in method.GetCustomAttributes<IrcCommandAttribute>()
         select new Entry(command, method.CreateDelegate<Handler>(), LooksOf(type, command)))
        .ToFrozenDictionary(e => e.Command.Name);

    private static Looks? LooksOf(Type type, IrcCommandAttribute command) => command.Looks is { } name
        ? type.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Looks>()
        : null;

    /// <summary>
    /// What is said to a line that no handler may see: its command is unknown, has too few parameters or too many
    /// targets, or is for operators. Null: the line is good. Empty: it is not, and nothing is said.
    /// </summary>
    public static IReadOnlyList<Line>? Refuse(Caller by, Line line)
    {
        if (!All.TryGetValue(line.Command, out Entry? entry))
            return [ERR_UNKNOWNCOMMAND.For(by.Nick, line.Command)];
        if (Refusal(by, line, entry.Command) is not { } refusal) return null;
        return entry.Command.NeverAnswered ? [] : [refusal];
    }

    private static Line? Refusal(Caller by, Line line, IrcCommandAttribute command)
    {
        if (line.Params.Count < command.MinParams)
            return ERR_NEEDMOREPARAMS.For(by.Nick, line.Command);
        if (command.OperOnly && OperRules.Refusal(by.User, command.Name) is { } refusal)
            return refusal;
        if (command.MaxTargets > 0 && Targets.Count(line, command) > command.MaxTargets)
            return ERR_TOOMANYTARGETS.For(by.Nick, line.Command);
        return null;
    }

    /// <summary>
    /// Decides one target of a line that <see cref="Refuse"/> let pass and <see cref="Targets.Split"/> split.
    /// </summary>
    public static Decision Decide(Network net, Caller by, Line line) => All[line.Command].Handle(net, by, line);
}
