using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What HELP says: of each command what its row says, and the modes from their tables.</summary>
static class HelpText
{
    /// <summary>The subject of a HELP that names none.</summary>
    public const string Index = "*";

    private const int IndexBytes = 60;

    /// <summary>Commands and modes by name; upper case.</summary>
    public static IEnumerable<string> Subjects =>
        CommandTable.All.Values.Where(e => e.Command.Says is not null).Select(e => e.Command.Name)
            .Concat(["CMODES", "EXTBANS", "FLOOD", "SNOMASKS", "UMODES"]).Order();

    /// <summary>A title and lines; nothing when there is no such subject.</summary>
    public static string[] Of(string subject) => subject switch
    {
        Index => ["HELP subject explains one of these:", .. Utf8Text.Pack(Subjects, IndexBytes)],
        "CMODES" => ["Channel modes:",
            .. ChannelModeTable.All.Select(m => $"{m.Letter}  {m.Meaning}"),
            .. MemberModeTable.All.Select(m => $"{m.Letter}  {m.Prefix} {m.Meaning}, given to a member")],
        "EXTBANS" => ["Extended bans, for +b, +e and +I; t, m or n, and one of the others go together:",
            .. ExtbanTable.All.Select(e => $"{e.Letter}  {e.Form}  {e.Meaning}"),
            "! before one that compares is for everybody else; names do too: "
            + string.Join(' ', ExtbanTable.All.Select(e => e.Name))],
        "FLOOD" => ["Flood profiles of channels: MODE #channel +F profile, or limits of your own:",
            .. FloodProfile.Named.Select(p => $"{p.Name}  {p.Limits}"),
            .. FloodLimit.Actions.Select(kind => $"{kind.Key}=count:seconds[:action[:time]]  "
                + string.Join(' ', kind.Value).ToLowerInvariant())],
        "SNOMASKS" => ["Notices of the server, for operators: MODE nick +s letters",
            .. SnoMaskTable.All.Select(m => $"{m.Letter}  {m.Meaning}")],
        "UMODES" => ["User modes:", .. UserModeTable.All.Select(m => $"{m.Letter}  {m.Meaning}")],
        _ => CommandTable.All.GetValueOrDefault(subject) is { Command: { Says: { } says } row }
            ? [$"{subject} {row.Takes}".TrimEnd(), says]
            : [],
    };
}
