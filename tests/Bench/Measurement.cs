using System.Globalization;
using System.Text.Json;

namespace IrcNats.Bench;

/// <summary>What the load generator said of one load on one contender. A line of JSON in the file of --keep.</summary>
/// <param name="Version">What was measured.</param>
/// <param name="LoadAverage">The machine's, in the minute before.</param>
/// <param name="Processes">Names of the server's processes, in the order in which the generator was told of them.</param>
/// <param name="Said">The generator's own line of JSON.</param>
sealed record Measurement(
    DateTime At, string Commit, string Contender, string Version, int Round, string Load, string Command,
    double LoadAverage, IReadOnlyList<string> Processes, JsonElement Said)
{
    /// <summary>A figure by its path ("open.lat_us.p50"); null: it is not there.</summary>
    public double? Find(string path) => Element(path) is { ValueKind: JsonValueKind.Number } number
        ? number.GetDouble()
        : null;

    /// <summary>Numbers in a list by its path.</summary>
    public double[] List(string path) => Element(path) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(n => n.GetDouble())]
        : [];

    /// <summary>What went wrong; null: nothing.</summary>
    public string? Fault()
    {
        if (Element("ok") is { ValueKind: JsonValueKind.True }) return null;
        string[] names =
        [
            "connect.failed", "join.failed", "lost_conns", "open.lost", "open.dup", "open.out_of_order",
            "open.misdelivered", "open.send_fail", "max.lost", "max.dup", "max.out_of_order", "max.misdelivered",
        ];
        string[] faults =
            [.. names.Where(n => Find(n) is > 0).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} {Find(n)}"))];
        return faults.Length > 0 ? string.Join(", ", faults) : "not everything had come when the time was over";
    }

    private JsonElement? Element(string path)
    {
        JsonElement at = Said;
        foreach (string name in path.Split('.'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
        return at;
    }
}
