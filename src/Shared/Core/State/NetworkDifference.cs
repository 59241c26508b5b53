using System.Text.Json;
using System.Text.Json.Nodes;

namespace IrcNats.State;

/// <summary>
/// The differences between two networks, in words for a log: where, what one has, what the other has. Bounded; secrets
/// are left out.
/// </summary>
public static class NetworkDifference
{
    private const int MostLines = 20, MostText = 200;

    // If the name of a property contains one of these words, its name is shown and its value is not.
    private static readonly string[] s_secret = ["password", "verifier", "token", "secret", "key"];

    /// <summary>Lines such as <c>Channels[3].Topic.Text: "onf", not "one"</c>; none for equal networks.</summary>
    public static IReadOnlyList<string> Between(NetworkSnapshot own, NetworkSnapshot right)
    {
        List<string> lines = [];
        Compare("", JsonSerializer.SerializeToNode(own), JsonSerializer.SerializeToNode(right), lines);
        if (lines.Count <= MostLines) return lines;
        return [.. lines.Take(MostLines), $"and {lines.Count - MostLines} more"];
    }

    private static void Compare(string at, JsonNode? own, JsonNode? right, List<string> lines)
    {
        if (JsonNode.DeepEquals(own, right)) return;
        if (own is JsonObject one && right is JsonObject other)
            foreach (string name in one.Select(p => p.Key).Union(other.Select(p => p.Key)))
                Compare(at.Length == 0 ? name : $"{at}.{name}", one[name], other[name], lines);
        else if (own is JsonArray rows && right is JsonArray others && rows.Count == others.Count)
            for (int i = 0; i < rows.Count; i++) Compare($"{at}[{i}]", rows[i], others[i], lines);
        else if (own is JsonArray fewer && right is JsonArray more) CompareRows(at, fewer, more, lines);
        else lines.Add($"{at}: {Show(at, own)}, not {Show(at, right)}");
    }

    // If rows are added or missing, all others would shift. So only rows that one side lacks are told.
    private static void CompareRows(string at, JsonArray own, JsonArray right, List<string> lines)
    {
        HashSet<string> mine = [.. own.Select(Text)], others = [.. right.Select(Text)];
        lines.AddRange(mine.Except(others).Select(row => $"{at}: has {Cut(row)}"));
        lines.AddRange(others.Except(mine).Select(row => $"{at}: lacks {Cut(row)}"));
    }

    private static string Show(string at, JsonNode? value) =>
        s_secret.Any(s => at.Contains(s, StringComparison.OrdinalIgnoreCase)) ? "(secret)" : Cut(Text(value));

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";

    private static string Cut(string text) => text.Length <= MostText ? text : text[..MostText] + "…";
}
