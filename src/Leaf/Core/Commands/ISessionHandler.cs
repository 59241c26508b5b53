using IrcNats.Commands;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Takes the lines of a verb that has a row at <see cref="At.Session"/>. The row, in src/Shared/Core/Commands, says
/// before or after which stage it holds, how many parameters it needs, and where it is specified.
/// </summary>
interface ISessionVerb
{
    string Verb { get; }
}

/// <summary>The handler of such a verb. It only gets lines that the row lets pass.</summary>
interface ISessionHandler : ISessionVerb
{
    void Handle(Session session, Line line);

    /// <summary>If the root has a row of the verb, too: whether this line is answered here.</summary>
    bool TakesItself(Session session, Line line) => false;

    /// <summary>The root is asked about this line.</summary>
    void PassedOn(Session session, Line line) { }
}
