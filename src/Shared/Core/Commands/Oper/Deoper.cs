using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>DEOPER: an operator becomes an ordinary user again, as with MODE -o -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
static class Deoper
{
    [IrcCommand("DEOPER", At.Root, OperOnly = true,
        Takes = "", Says = "For operators: makes you an ordinary user again.")]
    static Decision Handle(Network net, Caller by, Line line) => new(
        [new UserModesChanged(by.Id, UserModes.None, OperStatus.ModesLost(by.User)), .. OperStatus.Leave(by.User)], []);
}
