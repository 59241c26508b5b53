using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Events;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Tracing;

/// <summary>
/// Turns the messages of a network, as they come by, into lines that people can follow: each command, with its answer
/// and its events, and the time since the command was seen. Bounded memory. Bytes that cannot be read are shown as
/// such.
/// </summary>
/// <param name="syncs">Shows SYNC too: leaves ask it all the time, and it changes nothing.</param>
sealed class Tracer(TextWriter to, Interest? only, TimeProvider time, bool syncs = false)
{
    private const int RequestsRemembered = 4096, LinesOfAnswer = 20;
    private const string ClockFormat = "HH:mm:ss.fff";

    private readonly NickBook _nicks = new();
    private readonly Standing _standing = new();
    private readonly Recent<(string Leaf, ulong Incarnation, ulong Number), Pending> _pending = new(RequestsRemembered);

    public void Take(in Seen seen)
    {
        if (IsProbe(seen)) ShowProbe(seen);
        else if (!Codec.TryDecode(seen.Payload, out Payload? payload, out string? error)) Refuse(seen, error);
        else
            try
            {
                Take(seen, payload);
            }
            catch (Exception e)
            {
                // Bytes of somebody else may be well-formed and still have nil where we never write it.
                Refuse(seen, $"cannot be shown: {e.Message}");
            }
    }

    private static bool IsProbe(in Seen seen) =>
        seen.Payload.IsEmpty && seen.Subject.EndsWith(Subjects.ProbeVerb, StringComparison.Ordinal);

    // The answer, which is empty, goes to an inbox to which trace does not listen.
    private void ShowProbe(in Seen seen)
    {
        string text = $"{seen.Subject.Split('.')[^2]} PROBE: is there an active root?";
        if (only?.IsIn(text) != false) Print(seen, text);
    }

    private void Refuse(in Seen seen, string why)
    {
        if (seen.Sequence > 0) _standing.Unread(seen.Sequence);
        Print(seen, $"{seen.Subject} {why} ({seen.Payload.Length} bytes)");
    }

    private void Take(in Seen seen, Payload payload)
    {
        if (seen.Sequence > 0 && payload is not Entry) _standing.Unread(seen.Sequence);
        if (payload is Request request) Take(seen, request);
        else if (payload is Reply reply) Take(seen, reply);
        else if (payload is Entry entry) Take(seen, entry);
        else if (payload is ProofQuestion question) Take(seen, question);
    }

    private void Take(in Seen seen, ProofQuestion question)
    {
        string text = $"{_nicks.Of(question.SessionId)}> PROVE {question.Purpose} {question.Name}".TrimEnd();
        if (only?.IsIn(text) != false) Print(seen, $"{question.Leaf} asks any root: {text}");
    }

    private void Take(in Seen seen, Request request)
    {
        string text = Show(request);
        bool isShown = only?.IsIn(text) ?? (syncs || request.Ask is not Sync);
        _pending.Set(
            (Subjects.Escape(request.Leaf), request.Incarnation, request.Number), new Pending(seen.Arrived, isShown));
        if (isShown) Print(seen, $"{request.Leaf} #{request.Number} {text}");
    }

    private string Show(Request request)
    {
        string who = request.Ask.SessionNumber == 0
            ? ""
            : _nicks.Of(new SessionId(request.Leaf, request.Incarnation, request.Ask.SessionNumber)) + "> ";
        return request.Ask switch
        {
            ClientBatch ask => $"{who}{ask.Command} {ask.Target} ({ask.Parts.Count} lines)",
            ClientLine ask => $"{who}{PasswordLine.Masked(ask.Line)}",
            SessionOpened ask => $"{who}{ask.Verb} {ask.Nick}!{ask.Username}@{ask.Host} \"{ask.Realname}\"",
            SessionClosed ask => $"{who}{ask.Verb} \"{ask.Reason}\"",
            _ => $"{who}{request.Ask.Verb}",
        };
    }

    private void Take(in Seen seen, Reply reply)
    {
        string leaf = seen.Subject.Split('.') is [_, _, var token, ..] ? token : "?";
        bool isKnown = _pending.TryFind((leaf, reply.Incarnation, reply.Request), out Pending? asked);
        if (isKnown ? !asked!.IsShown : only is not null) return;
        string prefix = $"{leaf} #{reply.Request}{Since(asked, seen)}";
        if (reply.Kind != ReplyKind.Answer || reply.Lines.Count == 0)
            Print(seen, $"{prefix} {Words(reply.Kind)} (log at {reply.After})");
        foreach (string line in reply.Lines.Take(LinesOfAnswer)) Print(seen, $"{prefix} answer: {line}");
        if (reply.Lines.Count > LinesOfAnswer)
            Print(seen, $"{prefix} answer: … and {reply.Lines.Count - LinesOfAnswer} lines more");
    }

    private static string Words(ReplyKind kind) => kind switch
    {
        ReplyKind.Answer => "answer: nothing to say",
        ReplyKind.InLog => "answer: done",
        ReplyKind.Resend => "answer: send again",
        ReplyKind.Refused => "answer: refused",
        _ => $"answer of kind {kind}",
    };

    private void Take(in Seen seen, Entry entry)
    {
        int index = 0;
        bool counts = _standing.Counts(seen.Sequence, entry);
        string mark = counts ? "" : " does not count:";
        foreach (Outcome outcome in entry.Outcomes)
        {
            Pending? asked = Asked(outcome.Origin);
            string prefix = (outcome.Origin is { } by ? $"{by.Leaf} #{by.Request}" : "root") + Since(asked, seen);
            foreach (Event happened in outcome.Events)
            {
                string text = EventText.Of(happened, _nicks);
                if (IsWanted(asked) || only!.IsIn(text) || only.IsType(happened.GetType().Name))
                    Print(seen, $"{prefix} seq {seen.Sequence}.{index}{mark} {text}", outcome.Time);
                if (counts) _nicks.Note(happened);
                index++;
            }

            if (!counts || !IsWanted(asked)) continue;
            foreach (string line in outcome.Replies) Print(seen, $"{prefix} also told: {line}", outcome.Time);
        }
    }

    private bool IsWanted(Pending? asked) => only is null || asked is { IsShown: true };

    private Pending? Asked(Origin? origin) =>
        origin is not null
        && _pending.TryFind((Subjects.Escape(origin.Leaf), origin.Incarnation, origin.Request), out Pending? asked)
            ? asked
            : null;

    private string Since(Pending? asked, in Seen seen) => asked?.Arrived is { } then && seen.Arrived is { } now
        ? string.Create(CultureInfo.InvariantCulture, $" +{time.GetElapsedTime(then, now).TotalMilliseconds:0.0}ms")
        : "";

    // Text from the wire must not move the cursor of the reader's terminal.
    private void Print(in Seen seen, string text, long? logged = null)
    {
        DateTimeOffset when = seen.Arrived is null && logged is { } milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : time.GetUtcNow();
        string clock = when.ToString(ClockFormat, CultureInfo.InvariantCulture);
        to.WriteLine($"{clock} {(text.Any(char.IsControl) ? Visible(text) : text)}");
    }

    private static string Visible(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : $"{c}"));

    private sealed record Pending(long? Arrived, bool IsShown);
}
