using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// OPER name password - https://modern.ircdocs.horse/#oper-message
/// Which names exist is nobody's business: an unknown one is a wrong password.
/// </summary>
static class OperCommand
{
    [IrcCommand("OPER", At.Root, MinParams = 2)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (by.Verified is not { } oper) return ERR_PASSWDMISMATCH.For(by.Nick);
        if (by.User.Oper == oper) return RPL_YOUREOPER.For(by.Nick);
        OperGranted granted = new(by.Id, oper);
        return by.VerifiedHost is { } host && host != by.User.Host
            ? new Decision([granted, new HostChanged(by.Id, by.User.Username, host)], [])
            : granted;
    }
}
