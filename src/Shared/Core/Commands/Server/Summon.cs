using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>SUMMON and USERS, about people logged in to the server's machine: not any more -
/// https://datatracker.ietf.org/doc/html/rfc2812#section-4.5</summary>
static class Summon
{
    [IrcCommand("SUMMON", At.Leaf,
        Says = "Is disabled.")]
    static Decision Handle(Network net, Caller by, Line line) => ERR_SUMMONDISABLED.For(by.Nick);

    [IrcCommand("USERS", At.Leaf,
        Says = "Is disabled.")]
    static Decision HandleUsers(Network net, Caller by, Line line) => ERR_USERSDISABLED.For(by.Nick);
}
