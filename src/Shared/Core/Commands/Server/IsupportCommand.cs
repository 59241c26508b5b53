using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>ISUPPORT: RPL_ISUPPORT again - https://ircv3.net/specs/extensions/extended-isupport</summary>
[IrcCommand("ISUPPORT", At.Session, Stages = Stages.Registering, Needs = Capabilities.ExtendedIsupport)]
static class IsupportCommand
{
    [IrcCommand("ISUPPORT", At.Leaf,
        Says = "Tells what the server supports.")]
    static Decision Handle(Network net, Caller by, Line line) => Decision.Reply(Isupport.Lines(net, by.Nick));
}
