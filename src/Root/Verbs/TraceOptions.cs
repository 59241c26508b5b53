using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Root.Tracing;

namespace IrcNats.Root.Verbs;

/// <summary>The options of `trace`.</summary>
sealed record TraceOptions(BusOptions Bus, Interest? Only, ulong? From, bool Syncs)
{
    private static readonly Option<string> s_only =
        Choose.Text("only", "WORD", "a channel, a nick or a verb: show only what has to do with it");
    private static readonly Option<ulong> s_from = new(
        "from", "SEQ", "begin with what the log has from this sequence on; 1 is all of it", text =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seq) && seq > 0
            ? seq
            : throw new FormatException("not a sequence of the log, which are numbers from 1"));

    private static readonly Option<bool> s_syncs =
        Choose.Switch("syncs", "show SYNC too, by which leaves ask all the time how far the log is");

    public static OptionTable Table { get; } = new(
        "ircnats-root trace", "Shows every command, answer and event of a network as it happens, until it is stopped.",
        [s_only, s_from, s_syncs, .. CommonOptions.All]);

    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static TraceOptions Of(OptionValues values) => new(
        CommonOptions.Bus(values),
        values.Find(s_only) is { } word ? new Interest(word) : null,
        values.Has(s_from) ? values.Get(s_from) : null,
        values.IsOn(s_syncs));
}
