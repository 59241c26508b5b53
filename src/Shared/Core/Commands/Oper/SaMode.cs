using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>SAMODE channel|nick modes [parameters]: MODE with the rights of a founder, or of that user -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
static class SaMode
{
    [IrcCommand("SAMODE", At.Root, MinParams = 2, OperOnly = true,
        Takes = "channel|nick modes [parameters]", Says = "For operators: changes modes of any channel or user.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string target = line.Params[0];
        if (!target.StartsWith('#')) return OfUser(net, by, line);
        if (net.FindChannel(target) is not { } channel) return ERR_NOSUCHCHANNEL.For(by.Nick, target);
        ChannelModeEdit edit = new(net, by, channel, isForced: true);
        foreach (ModeRequest request in
                 ModeRequest.Parse(line.Params[1], line.Params.Skip(2), net.Config.Limits.ModesPerCommand))
            edit.Try(request);
        return edit.Decide();
    }

    // Who is an operator remains one: DEOPER is everybody's own.
    private static Decision OfUser(Network net, Caller by, Line line)
    {
        if (!Forced.TryFind(net, by, line.Params[0], out User? target, out Line? nobody)) return nobody;
        UserModes wanted = UserModeCommand.Change(target.Modes, line.Params[1], out bool unknown)
            | (target.Modes & UserModes.Operator);
        UserModes added = wanted & ~target.Modes, removed = target.Modes & ~wanted;
        return new Decision(
            added == removed ? [] : [new UserModesChanged(target.Id, added, removed)],
            [
                .. unknown ? [ERR_UMODEUNKNOWNFLAG.For(by.Nick)] : Array.Empty<Line>(),
                .. added == removed || target.Id == by.Id
                    ? Array.Empty<Line>()
                    : [Forced.Done(by, $"{target.Nick} has {UserModeTable.Show(wanted)} now")],
            ]);
    }
}
