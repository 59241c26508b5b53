using System.Globalization;
using System.Text.Json;

namespace IrcNats.Bench;

/// <summary>What the load generator said of one load on one contender. A line of JSON in the file of --keep.</summary>
/// <param name="Version">What was measured.</param>
/// <param name="Processes">The server's processes, in the order in which the generator was told of them.</param>
/// <param name="Said">The generator's own line of JSON.</param>
sealed record Measurement(
    DateTime At, string Commit, string Contender, string Version, int Round, string Load, string Command,
    IReadOnlyList<string> Processes, JsonElement Said)
{
    // What the processors did while the figures were taken.
    private static readonly string[] s_spans = ["open.cpu", "max.cpu", "idle_cpu"];

    /// <summary>A figure by its path ("open.lat_us.p50"); null: it is not there.</summary>
    public double? Find(string path) => Element(path) is { ValueKind: JsonValueKind.Number } number
        ? number.GetDouble()
        : null;

    /// <summary>Numbers in a list by its path.</summary>
    public double[] List(string path) => Element(path) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(n => n.GetDouble())]
        : [];

    /// <summary>What the machine did besides meanwhile, in percent of a core.</summary>
    public double Others() => s_spans.Where(s => Element(s) is not null).Select(span =>
        Element($"{span}.cores")!.Value.EnumerateArray().Sum(core => 100 - core.GetProperty("id").GetDouble())
        - Find($"{span}.srv_cpu_pct")!.Value - Find($"{span}.gen_cpu_pct")!.Value).DefaultIfEmpty().Max();

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
        [
            .. from name in names
               where Find(name) is > 0
               select string.Create(CultureInfo.InvariantCulture, $"{name} {Find(name)}"),
        ];
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
