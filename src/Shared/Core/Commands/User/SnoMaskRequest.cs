using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// MODE nick +s [letters], -s [letters]: which notices of the server an operator wants; without letters all of them.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class SnoMaskRequest
{
    private const char Letter = 's';

    /// <param name="left">The modes that the user has after the rest of the line.</param>
    public static (IEnumerable<Event> Events, IEnumerable<Line> Replies) Decide(
        Caller by, Line line, UserModes left)
    {
        string modes = line.Params[1];
        int at = modes.IndexOf(Letter, StringComparison.Ordinal);
        bool isOver = (by.User.Modes & ~left & UserModes.Operator) != 0;
        if (at < 0 || isOver) return ([], []);
        if (OperRules.Refusal(by.User, OperCapabilities.SnoMasks) is { } refusal) return ([], [refusal]);
        bool adds = modes.LastIndexOfAny(['+', '-'], at) is var sign && (sign < 0 || modes[sign] == '+');
        string unknown = "";
        SnoMasks wanted = line.Params.Count > 2
            ? SnoMaskTable.Change(by.User.SnoMasks, line.Params[2], adds, out unknown)
            : adds ? SnoMaskTable.Everything : SnoMasks.None;
        IEnumerable<Line> wrong = unknown.Length == 0
            ? []
            : [StandardReply.Fail("MODE", "INVALID_PARAMS", "There are no such notices: see HELP SNOMASKS", "+s")];
        return (wanted == by.User.SnoMasks ? [] : [new SnoMasksSet(by.Id, wanted)], wrong);
    }
}
