using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>MODE nick [modes]: one's own user modes - https://modern.ircdocs.horse/#user-mode-message</summary>
static class UserModeCommand
{
    public static Decision Handle(Network net, Caller by, Line line)
    {
        if (net.FindUser(line.Params[0]) is not { } target) return ERR_NOSUCHNICK.For(by.Nick, line.Params[0]);
        if (target.Id != by.Id) return ERR_USERSDONTMATCH.For(by.Nick);
        if (line.Params.Count == 1) return Show(by);
        UserModes wanted = Change(target.Modes, line.Params[1], out bool unknown);
        if ((target.Modes & ~wanted & UserModes.Operator) != 0) wanted &= ~OperStatus.ModesLost(target);
        UserModes added = wanted & ~target.Modes, removed = target.Modes & ~wanted;
        IEnumerable<Event> gone = (removed & UserModes.Operator) != 0 ? OperStatus.Leave(target) : [];
        IEnumerable<Event> changed = added == removed ? [] : [new UserModesChanged(by.Id, added, removed), .. gone];
        (IEnumerable<Event> noticed, IEnumerable<Line> said) = SnoMaskRequest.Decide(by, line, wanted);
        return new Decision(
            [.. changed, .. noticed],
            [.. unknown ? [ERR_UMODEUNKNOWNFLAG.For(by.Nick)] : Array.Empty<Line>(), .. said]);
    }

    private static Decision Show(Caller by)
    {
        Line modes = RPL_UMODEIS.For(by.Nick, UserModeTable.Show(by.User.Modes));
        return by.User.SnoMasks == SnoMasks.None
            ? modes
            : Decision.Reply(modes, RPL_SNOMASKIS.For(by.Nick, SnoMaskTable.Show(by.User.SnoMasks)));
    }

    /// <summary>The modes after "+a-b". Modes that users may not change themselves stay as they are.</summary>
    internal static UserModes Change(UserModes modes, string letters, out bool unknown)
    {
        bool adds = true;
        unknown = false;
        foreach (char letter in letters)
        {
            if (letter is '+' or '-') adds = letter == '+';
            else if (UserModeTable.Find(letter) is not { } mode) unknown = true;
            else if (mode.BySelf || (mode.Bit == UserModes.Operator && !adds))
                modes = adds ? modes | mode.Bit : modes & ~mode.Bit;
        }

        return modes;
    }
}
