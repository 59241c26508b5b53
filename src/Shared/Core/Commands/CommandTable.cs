using System.Collections.Frozen;
using System.Reflection;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>A command's decision: pure, reads the network, changes nothing.</summary>
public delegate Decision Handler(Network net, Caller by, Line line);

/// <summary>What a line needs to have proved, and what of it nobody may read; null: nothing.</summary>
public delegate LineSecret? Secret(NetworkConfig config, User by, Line line);

/// <summary>Every command there is, by name: of this assembly, and those that a test loads into the process.</summary>
public static class CommandTable
{
    /// <summary>A command's rows and what decides it.</summary>
    /// <param name="Command">What users give it for: the row at the leaf or the root, or the session's if there is no
    /// other.</param>
    /// <param name="Handle">Decides it; null when the session's leaf alone can.</param>
    /// <param name="Session">The row at <see cref="At.Session"/>; null: there is none.</param>
    public sealed record Entry(
        IrcCommandAttribute Command, Handler? Handle, Looks? Looks, IrcCommandAttribute? Session)
    {
        /// <summary>What of its lines has to be proved or hidden; null: nothing.</summary>
        public Secret? Secret { get; init; }

        /// <summary>The session's leaf takes the line at that stage, or at least looks at it first.</summary>
        public bool IsSessions(Stages stage) => Session is { } row && (row.Stages & stage) != 0;
    }

    public static FrozenDictionary<string, Entry> All { get; } =
        (from assembly in AppDomain.CurrentDomain.GetAssemblies()
         where assembly.GetName().Name?.StartsWith("IrcNats.", StringComparison.Ordinal) == true
         from type in assembly.GetTypes()
         where type.Namespace?.StartsWith("IrcNats.Commands", StringComparison.Ordinal) == true
         from row in RowsOf(type)
         group row by row.Command.Name into rows
         select EntryOf([.. rows]))
        .ToFrozenDictionary(e => e.Command.Name);

    // A row on the class has its handler in the leaf.
    private static IEnumerable<Entry> RowsOf(Type type) =>
    [
        .. from command in type.GetCustomAttributes<IrcCommandAttribute>()
           select new Entry(command, null, LooksOf(type, command), command),
        .. from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
           from command in method.GetCustomAttributes<IrcCommandAttribute>()
           select new Entry(command, method.CreateDelegate<Handler>(), LooksOf(type, command), null)
           {
               Secret = command.Secret is { } name ? MethodOf(type, name).CreateDelegate<Secret>() : null,
           },
    ];

    private static Entry EntryOf(Entry[] rows) => rows switch
    {
        [var only] => only,
        [{ Session: { } row }, { Session: null } other] => other with { Session = row },
        [{ Session: null } other, { Session: { } row }] => other with { Session = row },
        _ => throw new InvalidOperationException($"{rows[0].Command.Name} has rows that do not go together"),
    };

    private static Looks? LooksOf(Type type, IrcCommandAttribute command) => command.Looks is { } name
        ? MethodOf(type, name).CreateDelegate<Looks>()
        : null;

    private static MethodInfo MethodOf(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>
    /// What is said to a line that no handler may see: its command is unknown, has too few parameters or too many
    /// targets, or is for operators. Null: the line is good. Empty: it is not, and nothing is said.
    /// </summary>
    public static IReadOnlyList<Line>? Refuse(Caller by, Line line)
    {
        if (!All.TryGetValue(line.Command, out Entry? entry) || entry.Handle is null)
            return [ERR_UNKNOWNCOMMAND.For(by.Nick, line.Command)];
        if (Refusal(by, line, entry.Command) is not { } refusal) return null;
        return entry.Command.NeverAnswered ? [] : [refusal];
    }

    /// <summary>The same for a line that the session's leaf takes itself.</summary>
    /// <param name="called">What replies call the session.</param>
    /// <param name="has">What it has negotiated.</param>
    public static Line? RefuseSession(string called, Stages stage, Capabilities has, Line line)
    {
        if (!All.TryGetValue(line.Command, out Entry? entry)) return ERR_UNKNOWNCOMMAND.For(called, line.Command);
        if (!entry.IsSessions(stage)) return ERR_NOTREGISTERED.For(called);
        IrcCommandAttribute row = entry.Session!;
        if (stage == Stages.Registering && (has & row.Needs) != row.Needs) return ERR_NOTREGISTERED.For(called);
        return line.Params.Count < row.MinParams ? ERR_NEEDMOREPARAMS.For(called, line.Command) : null;
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
    public static Decision Decide(Network net, Caller by, Line line)
    {
        Entry entry = All[line.Command];
        return Auditing.Noted(net, by, line, entry.Command, entry.Handle!(net, by, line));
    }
}
