using System.Text.Encodings.Web;
using System.Text.Json;
using IrcNats.Commands;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// What an account said, as the archive has it, one JSON object for each message. An object is as many NOTICEs as it
/// needs: "+ " stands before each part but the last, and ". " before the last one. It is read as the operator takes it.
/// </summary>
sealed class HistoryExport(string account, HistoryReads reads, LongAnswers longAnswers) : AnswerPart
{
    // Bytes of an object in a line, and objects that are written at a time.
    private const int PartLen = 380, AtATime = 16;

    private static readonly JavaScriptEncoder s_plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly Queue<HistoryItem> _read = [];
    private string? _from;
    private bool _isRead;
    private bool _isSilent;
    private int _messages;

    public override Progress Write(Session session, Caller by, Network net, Output output)
    {
        for (int i = 0; i < AtATime && _read.TryDequeue(out HistoryItem item); i++) Tell(session, item, output);
        if (_read.Count > 0) return Progress.Ready;
        if (!_isRead && !_isSilent && reads.Scan(session, account, _from, found => Take(session, found)))
            return Progress.Waiting;
        output.Notice(session, _isRead
            ? $"End of export: {_messages} messages of {account}, as far as the archive has come"
            : $"The archive does not answer: {_messages} messages of {account} were exported; try again later");
        return Progress.Done;
    }

    private void Take(Session session, HistoryScan? found)
    {
        foreach (HistoryItem item in found?.Items ?? []) _read.Enqueue(item);
        (_from, _isRead, _isSilent) = (found?.Next, found is { Next: null }, found is null);
        longAnswers.GiveTurn(session);
    }

    private void Tell(Session session, HistoryItem item, Output output)
    {
        _messages++;
        string rest = Show(item);
        while (rest.Length > 0)
        {
            string part = Utf8Text.Truncate(rest, PartLen);
            rest = rest[part.Length..];
            output.Notice(session, (rest.Length > 0 ? "+ " : ". ") + part);
        }
    }

    private static string Show(in HistoryItem item)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = s_plain }))
        {
            json.WriteStartObject();
            json.WriteString("target", item.Target.Key);
            json.WriteString("msgid", item.Message.Mark.Msgid);
            json.WriteString("time", ServerTime.Show(item.Message.Time));
            json.WriteString("source", item.Message.Source);
            json.WriteString("command", item.Message.Command);
            json.WriteStartArray("params");
            foreach (string param in item.Message.Params) json.WriteStringValue(param);
            foreach (MessagePart part in item.Message.Parts ?? []) json.WriteStringValue(part.Text);
            json.WriteEndArray();
            if (item.Message.Tags.Length > 0) json.WriteString("tags", item.Message.Tags);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
