using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>AUDIT [number] [mask]: what operators did, the newest last -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
public static class Audit
{
    private const int Few = 20;

    [IrcCommand("AUDIT", At.Leaf, OperOnly = true, Cost = 2,
        Takes = "[number] [mask]", Says = "For operators: shows what operators did; mask fits who, verb or target.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string[] words = [.. line.Params.Where(p => p.Length > 0)];
        int few = Few;
        bool hasNumber = words.Length > 0
            && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out few);
        if (hasNumber) words = words[1..];
        Glob? mask = words.Length > 0 ? new Glob(words[0]) : null;
        OperAct[] acts = [.. net.Audit.Acts.Where(a => mask is null || Fits(mask, a)).TakeLast(hasNumber ? few : Few)];
        return Decision.Reply(
        [
            .. acts.Select(act => BanLines.Notice(by, Show(act))),
            BanLines.Notice(by, $"End of audit: {acts.Length} of {net.Audit.Acts.Count}"),
        ]);
    }

    /// <summary>One act in a line of text.</summary>
    public static string Show(OperAct act)
    {
        string oper = act.Oper.Length > 0 ? $" ({act.Oper})" : "";
        string target = act.Target.Length > 0 ? $" {act.Target}" : "";
        string text = act.Text.Length > 0 ? $": {act.Text}" : "";
        return $"{ServerTime.Show(act.At)} {act.By}{oper} {act.Verb}{target}{text}";
    }

    private static bool Fits(Glob mask, OperAct act) =>
        mask.Matches(act.By) || mask.Matches(act.Oper) || mask.Matches(act.Verb) || mask.Matches(act.Target);
}
