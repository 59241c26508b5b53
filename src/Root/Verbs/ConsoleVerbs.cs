using System.Globalization;
using System.Text.Json;
using IrcNats.Adapters;
using IrcNats.Ports;
using IrcNats.Hosting;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Verbs;

/// <summary>The verbs for a running network: status, handover, takeover, drain and audit.</summary>
static class ConsoleVerbs
{
    private static readonly Option<bool> s_json = Choose.Switch("json", "one line of JSON instead of a table");
    private static readonly Option<string> s_to = Choose.Name("to", "the standby that takes over; else the first");
    private static readonly Option<int> s_rate =
        Choose.Number("rate", "clients sent away in a second", 1, 100_000) with { Default = "100" };

    private static readonly Option<int> s_last =
        Choose.Number("last", "acts shown, the newest last", 1, AuditTrail.Most) with { Default = "100" };

    private static readonly string[] s_columns =
        ["role", "node", "state", "epoch", "seq", "clients", "pid", "version", ServiceIdentity.Level, "addresses"];

    // A standby reads so many entries in a moment; everyone waits meanwhile.
    private const long MostBehind = 1000;

    private delegate Task<int> Work(ConsoleBus bus, OptionValues values);

    public static Task<int> StatusAsync(string[] args) => RunAsync(
        "status", null, "Lists every process of the network.", [s_json], args, ShowAsync);

    public static Task<int> HandoverAsync(string[] args) => RunAsync(
        "handover", null, "The active root resigns and a standby takes over at once.", [s_to], args, HandOverAsync);

    public static Task<int> TakeoverAsync(string[] args) => WithNodeAsync(
        "takeover", "NODE", "NODE, a standby, takes over from a root that is silent.", [], args,
        OrderKind.Takeover, _ => "");

    public static Task<int> DrainAsync(string[] args) => WithNodeAsync(
        "drain", "LEAF", "LEAF lets nobody in, sends its clients away at a rate, and ends when it is empty.", [s_rate],
        args, OrderKind.Drain, values => $"{values.Get(s_rate)}");

    public static Task<int> AuditAsync(string[] args) => RunAsync(
        "audit", null, "Shows what operators did, on IRC and at consoles.", [s_last], args, ShowAuditAsync);

    private static async Task<int> ShowAuditAsync(ConsoleBus bus, OptionValues values)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> all = await bus.DirectoryAsync();
        var root = ActiveIn(all) ?? all.FirstOrDefault(p => p["role"] == "standby");
        return root is null
            ? Fail("audit", "no root is there")
            : Say("audit", root["node"], await bus.OrderAsync(root["node"], OrderKind.Audit, $"{values.Get(s_last)}"));
    }

    private static IReadOnlyDictionary<string, string>? ActiveIn(
        IReadOnlyList<IReadOnlyDictionary<string, string>> all) => all.FirstOrDefault(p => p["role"] == "root");

    private static async Task<int> ShowAsync(ConsoleBus bus, OptionValues values)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> all = await bus.DirectoryAsync();
        Console.WriteLine(values.IsOn(s_json) ? JsonSerializer.Serialize(all) : Table(all));
        if (!values.IsOn(s_json) && Upgrade(all) is { } upgrade) Console.WriteLine(upgrade);
        return all.Count > 0 ? 0 : 1;
    }

    // Null if every process knows the level of the network, and no higher one.
    private static string? Upgrade(IReadOnlyList<IReadOnlyDictionary<string, string>> all)
    {
        int network =
            all.Select(p => NumberOf(p, ServiceIdentity.NetworkLevel)).DefaultIfEmpty(BuildLevel.First).Max();
        int newest = all.Select(LevelOf).DefaultIfEmpty(network).Max();
        if (newest <= network) return null;
        string older = string.Join(", ", all.Where(p => LevelOf(p) < newest).Select(p => p["node"]));
        return older.Length > 0
            ? $"the network is at level {network} and not yet at {newest}: older than that are {older}"
            : $"the network is at level {network}: the active root raises it to {newest}, unless it has --keep-level";
    }

    private static int LevelOf(IReadOnlyDictionary<string, string> process) =>
        NumberOf(process, ServiceIdentity.Level);

    // A build without levels names none.
    private static int NumberOf(IReadOnlyDictionary<string, string> process, string key) =>
        int.TryParse(process.GetValueOrDefault(key), CultureInfo.InvariantCulture, out int n) ? n : BuildLevel.First;

    private static async Task<int> HandOverAsync(ConsoleBus bus, OptionValues values)
    {
        IReadOnlyList<IReadOnlyDictionary<string, string>> all = await bus.DirectoryAsync();
        var active = ActiveIn(all);
        var standbys = all.Where(p => p["role"] == "standby");
        string? to = values.Find(s_to);
        var successor = standbys.FirstOrDefault(p => to is null || p["node"] == to);
        if (active is null) return Fail("handover", "no root is active");
        if (to == active["node"]) return Fail("handover", $"{to} is the active root");
        if (successor is null) return Fail("handover", to is null ? "no standby is there" : $"{to} is no standby");
        if (Behind(active, successor) is > MostBehind and var behind)
            return Fail("handover", $"{successor["node"]} has not caught up: it is {behind} entries behind");
        OrderReply? reply = await bus.OrderAsync(active["node"], OrderKind.Handover, successor["node"]);
        if (reply?.Accepted != true) await NoteAsync(bus, "handover", active["node"], reply);
        return Say("handover", active["node"], reply);
    }

    private static long Behind(IReadOnlyDictionary<string, string> root, IReadOnlyDictionary<string, string> standby) =>
        SeqOf(root) - SeqOf(standby);

    private static long SeqOf(IReadOnlyDictionary<string, string> process) =>
        long.TryParse(process.GetValueOrDefault("seq"), CultureInfo.InvariantCulture, out long seq) ? seq : 0;

    private static Task<int> WithNodeAsync(
        string verb, string operand, string summary, IReadOnlyList<Option> options, string[] args,
        OrderKind order, Func<OptionValues, string> argument)
    {
        string node = args is [var first, ..] && !first.StartsWith('-') ? first : "";
        return RunAsync(verb, operand, summary, options, node.Length == 0 ? args : args[1..], async (bus, values) =>
        {
            if (node.Length == 0) return Fail(verb, "name a process behind the verb", OptionTable.UsageError);
            OrderReply? reply = await bus.OrderAsync(node, order, argument(values));
            // Who takes over notes it itself, as soon as it writes.
            if (order != OrderKind.Takeover || reply?.Accepted != true) await NoteAsync(bus, verb, node, reply);
            return Say(verb, node, reply);
        });
    }

    // The audit trail is the active root's to write. Nothing is noted if it does not answer, or does not know how.
    private static async Task NoteAsync(ConsoleBus bus, string verb, string node, OrderReply? reply)
    {
        string result = reply is null ? "nobody answered" : reply.Accepted ? reply.Text : $"refused: {reply.Text}";
        if (ActiveIn(await bus.DirectoryAsync()) is { } root)
            await bus.OrderAsync(root["node"], OrderKind.Note, $"{verb} {node} {result}");
    }

    private static async Task<int> RunAsync(
        string verb, string? operand, string summary, IReadOnlyList<Option> options, string[] args, Work work)
    {
        OptionTable table = new($"ircnats-root {verb}", summary, [.. options, .. CommonOptions.All], operand);
        if (table.Start(args, out int exitCode) is not { } values) return exitCode;
        try
        {
            await using ConsoleBus bus = await ConsoleBus.ConnectAsync(CommonOptions.Bus(values));
            return await work(bus, values);
        }
        catch (OptionException wrong)
        {
            return table.Complain(wrong);
        }
        catch (Exception e)
        {
            return Fail(verb, e.Message);
        }
    }

    private static int Say(string verb, string node, OrderReply? reply)
    {
        if (reply is null) return Fail(verb, $"nobody called {node} answers");
        if (!reply.Accepted) return Fail(verb, reply.Text);
        Console.WriteLine(reply.Text);
        return 0;
    }

    private static int Fail(string verb, string why, int exitCode = 1)
    {
        Console.Error.WriteLine($"ircnats-root {verb}: {why}");
        return exitCode;
    }

    private static string Table(IReadOnlyList<IReadOnlyDictionary<string, string>> all)
    {
        if (all.Count == 0) return "no process of this network answers";
        string[][] rows = [s_columns, .. all.Select(p => s_columns.Select(c => p.GetValueOrDefault(c, "-")).ToArray())];
        int[] widths = [.. s_columns.Select((_, i) => rows.Max(r => r[i].Length))];
        return string.Join('\n', rows.Select(row =>
            string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }
}
