using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>ISON nick [nick …] - https://modern.ircdocs.horse/#ison-message</summary>
static class Ison
{
    [IrcCommand("ISON", At.Leaf, MinParams = 1,
        Takes = "nick [nick …]", Says = "Tells which of the nicks are online.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        // Some clients put all nicks into one last parameter.
        IEnumerable<string> online =
            from nick in line.Params.SelectMany(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            let user = net.FindUser(nick)
            where user is not null
            select user.Nick;
        // There is always exactly one line of answer. The question fits into a line, so its answer nearly always does,
        // too.
        Line Answer(string nicks) => RPL_ISON.For(by.Nick, nicks);
        return Packed.Lines(net, online, Answer).FirstOrDefault(Answer(""));
    }
}
