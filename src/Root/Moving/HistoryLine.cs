using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Moving;

/// <summary>An archived message as a line of JSON. What has its default is left out.</summary>
sealed record HistoryLine
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
    };

    private const string Moment = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Happening = "happening";

    /// <summary>The key of <see cref="HistoryTarget"/>.</summary>
    public string? Target { get; init; }
    public string? Msgid { get; init; }
    public string? Time { get; init; }
    /// <summary>Null for a message.</summary>
    public string? Kind { get; init; }
    public string? Source { get; init; }
    public string? Command { get; init; }
    public IReadOnlyList<string>? Params { get; init; }
    public string? Account { get; init; }
    public bool Bot { get; init; }
    public string? Tags { get; init; }
    public IReadOnlyList<MessagePart>? Parts { get; init; }
    public string? RelayedBy { get; init; }
    public IReadOnlyList<HistoryLine>? Ahead { get; init; }

    public static string Of(HistoryItem item)
    {
        KeptMessage message = item.Message;
        return JsonSerializer.Serialize(
            new HistoryLine
            {
                Target = item.Target.Key,
                Msgid = message.Mark.Msgid,
                Time = DateTimeOffset.FromUnixTimeMilliseconds(message.Time)
                    .ToString(Moment, CultureInfo.InvariantCulture),
                Kind = message.Kind == KeptKind.Happening ? Happening : null,
                Source = message.Source, Command = message.Command, Params = message.Params,
                Account = message.Account, Bot = message.IsBot,
                Tags = message.Tags.Length > 0 ? message.Tags : null,
                Parts = message.Parts, RelayedBy = message.RelayedBy,
                Ahead = message.Ahead is { } ahead ? [.. ahead.Select(Before)] : null,
            },
            s_json);
    }

    /// <exception cref="FormatException">What is wrong with it.</exception>
    public static HistoryItem Parse(string line)
    {
        HistoryLine read;
        try
        {
            read = JsonSerializer.Deserialize<HistoryLine>(line, s_json) ?? throw new FormatException("is null");
        }
        catch (JsonException e)
        {
            throw new FormatException($"is not JSON of ours: {e.Message}");
        }

        if (!HistoryTarget.TryParse(Needed(read.Target, "target"), out HistoryTarget target))
            throw new FormatException($"'{read.Target}' is no target");
        if (!Mark.TryParse(Needed(read.Msgid, "msgid"), out Mark mark))
            throw new FormatException($"'{read.Msgid}' is no msgid");
        if (read.Kind is not (null or Happening)) throw new FormatException($"'{read.Kind}' is no kind of message");
        return new HistoryItem(target, new KeptMessage(
            mark.At, mark.Epoch, read.Moments(), read.Kind is null ? KeptKind.Message : KeptKind.Happening,
            Needed(read.Source, "source"), Needed(read.Command, "command"), Needed(read.Params, "params"))
        {
            Account = read.Account, IsBot = read.Bot, Tags = read.Tags ?? "", Parts = PartsOf(read),
            RelayedBy = read.RelayedBy,
            Ahead = read.Ahead is { } ahead ? [.. Needed(ahead, "lines ahead").Select(l => l.Before())] : null,
        });
    }

    private static IReadOnlyList<MessagePart>? PartsOf(HistoryLine read)
    {
        if (read.Parts is null) return null;
        foreach (MessagePart part in Needed(read.Parts, "parts")) Needed(part.Text, "text of a part");
        return read.Parts;
    }

    private static HistoryLine Before(KeptLine line) => new()
    {
        Source = line.Source, Command = line.Command, Params = line.Params, Account = line.Account, Bot = line.IsBot,
    };

    private KeptLine Before() =>
        new(Needed(Source, "source"), Needed(Command, "command"), Needed(Params, "params"))
        {
            Account = Account, IsBot = Bot,
        };

    private long Moments() =>
        DateTimeOffset.TryParseExact(
            Needed(Time, "time"), Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw new FormatException($"'{Time}' is no time such as 2026-01-31T18:00:00.000Z");

    private static T Needed<T>(T? value, string name)
        where T : class => value is null || (value is IEnumerable<object?> list && list.Contains(null))
            ? throw new FormatException($"has no {name}, or null in it")
            : value;
}
