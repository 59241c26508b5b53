using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// An operator did something that is kept in the audit trail. It stands before the events of the act itself. Its time
/// is the entry's. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
[MessagePackObject]
public sealed record OperActed(
    [property: Key(0)] string By, [property: Key(1)] string Oper, [property: Key(2)] string Verb,
    [property: Key(3)] string Target, [property: Key(4)] string Text) : Event
{
    public override void ApplyTo(INetworkEditor edit) =>
        edit.NoteAct(new OperAct(edit.Stamp.Time, By, Oper, Verb, Target, Text));
}
