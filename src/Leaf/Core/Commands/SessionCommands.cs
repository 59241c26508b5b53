using System.Collections.Frozen;
using IrcNats.Commands;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>Gives each line about the session itself to its handler, as the rows of <see cref="CommandTable"/> say.
/// </summary>
sealed class SessionCommands
{
    private readonly Output _output;
    private readonly FrozenDictionary<string, ISessionHandler> _handlers;

    /// <param name="verbs">One handler for each row at <see cref="At.Session"/>.</param>
    /// <exception cref="InvalidOperationException">A row has no handler, or a handler has no row.</exception>
    public SessionCommands(Output output, IReadOnlyList<ISessionVerb> verbs)
    {
        string[] rows = [.. from entry in CommandTable.All.Values where entry.Session is not null
                            select entry.Command.Name];
        string[] taken = [.. verbs.Select(v => v.Verb)];
        string[] alone = [.. rows.Except(taken), .. taken.Except(rows)];
        if (alone.Length > 0)
            throw new InvalidOperationException(
                $"without a handler in the leaf, or without a row at At.Session: {string.Join(", ", alone)}");
        _output = output;
        _handlers = verbs.OfType<ISessionHandler>().ToFrozenDictionary(v => v.Verb);
    }

    /// <summary>Answers the line. False if it is a user's line and not about the session itself.</summary>
    public bool TryHandle(Session session, Line line)
    {
        Stages stage = session.Stage == Stage.Registered ? Stages.Registered : Stages.Registering;
        if (stage == Stages.Registered && CommandTable.All.GetValueOrDefault(line.Command)?.IsSessions(stage) != true)
            return false;
        if (CommandTable.RefuseSession(session.Called, stage, session.Capabilities, line) is { } refusal)
            _output.Tell(session, refusal);
        else _handlers[line.Command].Handle(session, line);
        return true;
    }

    /// <summary>For a user's line that the root has a row for, too: whether it is answered here.</summary>
    public bool TakesItself(Session session, Line line) => _handlers[line.Command].TakesItself(session, line);

    /// <summary>The root is asked about the line.</summary>
    public void PassedOn(Session session, Line line) => _handlers[line.Command].PassedOn(session, line);
}
