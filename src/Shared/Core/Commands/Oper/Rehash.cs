using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>REHASH: every root reads its configuration file again, and tells what came of it -
/// https://modern.ircdocs.horse/#rehash-message</summary>
static class Rehash
{
    [IrcCommand("REHASH", At.Root, OperOnly = true, Cost = 4,
        Takes = "", Says = "For operators: every root reads its configuration file again, and says what is wrong.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        new([new RehashAsked(by.Id)], [RPL_REHASHING.For(by.Nick, "*")]);
}
