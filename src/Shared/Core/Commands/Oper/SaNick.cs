using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>SANICK nick nick: gives somebody another nick, whatever +N, +b n: or a reservation say -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
static class SaNick
{
    [IrcCommand("SANICK", At.Root, MinParams = 2, OperOnly = true,
        Takes = "nick nick", Says = "For operators: gives somebody another nick.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string nick = line.Params[1];
        if (!Forced.TryFind(net, by, line.Params[0], out User? target, out Line? nobody)) return nobody;
        if (!Names.IsNick(nick, net.Config.Limits.NickLen)) return ERR_ERRONEUSNICKNAME.For(by.Nick, nick);
        if (nick == target.Nick) return Decision.Nothing;
        if (net.FindUser(nick) is { } holder && holder.Id != target.Id)
            return ERR_NICKNAMEINUSE.For(by.Nick, nick);
        return new Decision(
            [new NickChanged(target.Id, nick)],
            target.Id == by.Id ? [] : [Forced.Done(by, $"{target.Nick} is {nick} now")]);
    }
}
