using System.Globalization;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// What a CHATHISTORY line asks for, before it is known whether its target exists.
/// https://ircv3.net/specs/extensions/chathistory
/// </summary>
/// <param name="Sub">Its subcommand, in upper case.</param>
/// <param name="Target">As it was written; empty for TARGETS.</param>
/// <param name="First">Null: '*'.</param>
/// <param name="Second">The second place, where the subcommand has one.</param>
sealed record ChathistoryLine(string Sub, string Target, HistoryPoint? First, HistoryPoint? Second, int Limit)
{
    private const string Verb = "CHATHISTORY", Msgid = "msgid=", Timestamp = "timestamp=";

    // Subcommands, whether they have a target, and how many places they name.
    private static readonly Dictionary<string, (bool HasTarget, int Places)> s_subcommands = new()
    {
        ["LATEST"] = (true, 1), ["BEFORE"] = (true, 1), ["AFTER"] = (true, 1), ["AROUND"] = (true, 1),
        ["BETWEEN"] = (true, 2), ["TARGETS"] = (false, 2),
    };

    /// <summary>Reads the line. Null: it is wrong, and the refusal says how.</summary>
    public static ChathistoryLine? Read(Line line, int pageMax, out Line? refusal)
    {
        string sub = line.Params.Count > 0 ? line.Params[0].ToUpperInvariant() : "*";
        refusal = !s_subcommands.TryGetValue(sub, out var shape)
            ? HistoryFail.Params(Verb, sub == "*" ? "Insufficient parameters" : "Unknown command", sub)
            : Count(line, sub, 2 + shape.Places + (shape.HasTarget ? 1 : 0));
        if (refusal is not null) return null;

        int at = 1;
        string target = shape.HasTarget ? line.Params[at++] : "";
        HistoryPoint?[] places = new HistoryPoint?[2];
        for (int place = 0; place < shape.Places; place++)
            if ((refusal = ReadPlace(sub, target, line.Params[at++], out places[place])) is not null) return null;
        if ((refusal = ReadLimit(sub, line.Params[at], out int limit)) is not null) return null;
        // Kiwi's older builds say BEFORE * and mean LATEST *.
        string meant = sub == "BEFORE" && places[0] is null ? "LATEST" : sub;
        return new ChathistoryLine(meant, target, places[0], places[1], Math.Min(limit, pageMax));
    }

    private static Line? Count(Line line, string sub, int wanted) => line.Params.Count.CompareTo(wanted) switch
    {
        < 0 => HistoryFail.Params(Verb, "Insufficient parameters", sub),
        > 0 => HistoryFail.Params(Verb, "Too many parameters", sub),
        _ => null,
    };

    private static Line? ReadLimit(string sub, string text, out int limit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 0
            ? null : HistoryFail.Params(Verb, "The limit is not a number of messages", sub, text);

    private static Line? ReadPlace(string sub, string target, string text, out HistoryPoint? place)
    {
        place = null;
        if (text == "*" && (sub is "LATEST" or "BEFORE")) return null;
        if (text.StartsWith(Timestamp, StringComparison.Ordinal))
        {
            if (!ServerTime.TryParse(text[Timestamp.Length..], out long time))
                return HistoryFail.Params(Verb, "Invalid timestamp", sub, text);
            place = HistoryPoint.Of(time);
            return null;
        }

        if (sub == "TARGETS") return HistoryFail.Params(Verb, "TARGETS takes timestamps", sub, text);
        if (text.StartsWith(Msgid, StringComparison.Ordinal))
        {
            if (!Mark.TryParse(text.AsSpan(Msgid.Length), out Mark mark))
                return HistoryFail.Params(Verb, "No message has such a msgid", sub, text);
            place = HistoryPoint.Of(mark);
            return null;
        }

        return text.Contains('=', StringComparison.Ordinal)
            ? StandardReply.Fail(Verb, "INVALID_MSGREFTYPE", "Only msgid= and timestamp= are known", sub, target, text)
            : HistoryFail.Params(Verb, "A message is named by msgid= or timestamp=", sub, text);
    }
}
