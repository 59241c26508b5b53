using System.Diagnostics;
using System.Text;
using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.State;

namespace IrcNats.Chaos.Pages;

/// <summary>
/// An IRC client that reads the history of one channel without a pause, by questions of all kinds. Now and then it says
/// something itself and looks for it in the next page, or deletes what it said. It keeps all pages: they are proved
/// when the whole history is known.
/// </summary>
sealed class Reader(int number, Place place, PageTally pages, Tally tally, RunClock clock, int seed)
    : ILiving
{
    /// <summary>Messages that one question may ask for (`history.chathistory-maxmessages`).</summary>
    public const int LimitMax = 1000;

    // Messages that later questions may begin at; pages that are kept; own messages that are deleted later.
    private const int KnownMax = 5000, PagesMax = 100_000, OwnMax = 100;

    private static readonly int[] s_limits = [1, 10, 50, 100, 300];
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20), s_retry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // What it asks; what comes between is not repeated.
#pragma warning disable CA5394 // nothing here is secret
    private readonly Random _dice = new(seed);
    private readonly Lock _gate = new();
    private readonly List<Page> _pages = [];
    private readonly List<Mark> _known = [], _heardRedacted = [], _deletes = [];
    private readonly Queue<Mark> _own = new();
    private readonly List<PageLine> _lines = [];
    private TaskCompletionSource<PageLine[]?>? _answer;
    private Connection? _connection;
    private string? _batch, _echoed, _echoedBefore;
    private Mark? _newest;
    private int _said;
    private volatile bool _over, _isIn;

    public string Nick => $"r{number}";

    public Place Place => place;

    public bool IsIn => _isIn;

    public bool IsOver => _over;

    /// <summary>What it was shown; after the end.</summary>
    public IReadOnlyList<Page> Shown => _pages;

    /// <summary>The redactions that it heard, in their order; after the end.</summary>
    public IReadOnlyList<Mark> Redacted => _heardRedacted;

    /// <summary>
    /// What it asked to be deleted; after the end. If its leaf died meanwhile, a message may be gone although no reader
    /// heard of it.
    /// </summary>
    public IReadOnlyList<Mark> Deletes => _deletes;

    /// <summary>Connects, and again when the connection ends, until told to stop.</summary>
    public Task LiveAsync() => Life.LiveAsync(this, place, tally);

    /// <summary>Asks and asks, until told to stop.</summary>
    public async Task AskAsync(CancellationToken stop)
    {
        for (; !stop.IsCancellationRequested; await Task.Delay(s_pause, CancellationToken.None))
        {
            if (!_isIn) continue;
            switch (_dice.Next(10))
            {
                case 0: await SpeakAndLookAsync(); break;
                case 1: Delete(); break;
                default: await AskOneAsync(Choose()); break;
            }
        }
    }

    /// <summary>Reads the whole history of its channel.</summary>
    /// <exception cref="TimeoutException">It cannot be read.</exception>
    public async Task<List<PageLine>> ReadAllAsync(TimeSpan patience)
    {
        Stopwatch waited = Stopwatch.StartNew();
        List<PageLine> all = [];
        while (true)
        {
            Question next = all.Count == 0
                ? new Question(Asked.Latest, null, null, LimitMax)
                : new Question(Asked.Before, all[0].Mark, null, LimitMax);
            if (_isIn && await AnswerAsync(next.LineFor(place.Channel)) is { } page)
            {
                all.InsertRange(0, page);
                if (page.Length < LimitMax) return all;
            }
            else if (waited.Elapsed > patience) throw new TimeoutException($"{place.Channel} cannot be read");
            else await Task.Delay(s_retry);
        }
    }

    /// <summary>Ends the connection.</summary>
    public void Stop()
    {
        _over = true;
        _connection?.Dispose();
    }

    void ILiving.Enter(Connection connection)
    {
        _connection = connection;
        Send("CAP REQ :message-tags batch server-time echo-message draft/chathistory draft/message-redaction\r\n"
            + $"CAP END\r\nNICK {Nick}\r\nUSER {Nick} 0 * :{Nick}\r\n");
    }

    void ILiving.Leave()
    {
        (_isIn, _connection) = (false, null);
        lock (_gate)
        {
            // What it was shown there need not be shown here yet.
            _newest = null;
            _answer?.TrySetResult(null);
        }
    }

    void ILiving.Take(ReadOnlySpan<byte> bytes)
    {
        Spoken line = Spoken.Read(bytes);
        if (line.Is("PRIVMSG"u8)) TakeMessage(line);
        else if (line.Is("BATCH"u8)) TakeBatch(Words(line));
        else if (line.Is("REDACT"u8)) TakeRedaction(Words(line));
        else if (line.Is("FAIL"u8)) TakeFailure(Words(line));
        else if (line.Is("PING"u8)) Send($"PONG {Encoding.UTF8.GetString(line.Rest)}\r\n");
        else if (line.Is("001"u8)) Send($"JOIN {place.Channel}\r\n");
        else if (line.Is("366"u8)) _isIn = true;
        else if (line.Is("433"u8)) _ = TryNickAgainAsync();
    }

    private static string[] Words(in Spoken line) => Encoding.UTF8.GetString(line.Rest).Split(' ');

    private void TakeMessage(in Spoken line)
    {
        if (!Mark.TryParse(Encoding.UTF8.GetString(line.Tag("msgid"u8)), out Mark mark)) return;
        string nick = Encoding.UTF8.GetString(line.Nick), batch = Encoding.UTF8.GetString(line.Tag("batch"u8));
        string rest = Encoding.UTF8.GetString(line.Rest);
        lock (_gate)
        {
            if (batch.Length > 0)
            {
                if (batch == _batch) _lines.Add(new PageLine(mark, nick, rest[(rest.IndexOf(" :") + 2)..]));
                return;
            }

            if (!(mark <= _newest)) _newest = mark;
            Know(mark);
            if (nick != Nick) return;
            _echoed = rest[(rest.IndexOf(" :") + 2)..];
            if (_own.Count < OwnMax) _own.Enqueue(mark);
        }
    }

    private void TakeBatch(string[] words)
    {
        lock (_gate)
        {
            if (words is [['+', .. var begun], "chathistory", ..])
            {
                (_batch, _echoedBefore) = (begun, _echoed);
                _lines.Clear();
            }
            else if (words is [['-', .. var ended], ..] && ended == _batch)
            {
                _batch = null;
                _answer?.TrySetResult([.. _lines]);
            }
        }
    }

    private void TakeRedaction(string[] words)
    {
        if (words.Length < 2 || !Mark.TryParse(words[1].TrimStart(':'), out Mark mark)) return;
        lock (_gate) _heardRedacted.Add(mark);
        pages.WasRedacted();
    }

    private void TakeFailure(string[] words)
    {
        if (words[0] != "CHATHISTORY") return;
        pages.WasRefused();
        lock (_gate) _answer?.TrySetResult(null);
    }

    private async Task AskOneAsync(Question question)
    {
        Mark? newest;
        int redacted;
        TimeSpan at = clock.Now;
        lock (_gate) (newest, redacted) = (_newest, _heardRedacted.Count);
        if (await AnswerAsync(question.LineFor(place.Channel)) is not { } lines) return;
        pages.WasShown();
        lock (_gate)
        {
            int since = _heardRedacted.Count - redacted;
            if (_pages.Count < PagesMax)
                _pages.Add(new Page(question, [.. lines.Select(l => l.Mark)], newest, redacted, since) { At = at });
            if (lines.Length > 0) Know(lines[_dice.Next(lines.Length)].Mark);
        }
    }

    // Its own line is in a page that it asks for right behind it, if it was shown the line before the page: a leaf that
    // hears no root answers from what it has.
    private async Task SpeakAndLookAsync()
    {
        string text = $"{Nick} says its line {++_said} here";
        string latest = new Question(Asked.Latest, null, null, LimitMax).LineFor(place.Channel);
        if (await AnswerAsync($"PRIVMSG {place.Channel} :{text}\r\n{latest}") is not { } lines) return;
        pages.WasShown();
        bool isShown;
        lock (_gate) isShown = _echoedBefore == text;
        if (isShown && !lines.Any(l => l.Nick == Nick && l.Text == text))
            pages.WasWrong($"'{text}' is not in the page that was asked for behind it");
    }

    private void Delete()
    {
        lock (_gate)
        {
            if (!_own.TryDequeue(out Mark mark)) return;
            _deletes.Add(mark);
            Send($"REDACT {place.Channel} {mark.Msgid} :gone\r\n");
        }
    }

    private async Task<PageLine[]?> AnswerAsync(string line)
    {
        TaskCompletionSource<PageLine[]?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate) _answer = answer;
        Send(line + "\r\n");
        try
        {
            return await answer.Task.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            if (_isIn) tally.WasNotAnswered($"{Nick} on {place.Leaf.Name}: {line}");
            return null;
        }
    }

    private Question Choose()
    {
        int limit = s_limits[_dice.Next(s_limits.Length)];
        lock (_gate)
        {
            if (_known.Count == 0 || _dice.Next(4) == 0) return new Question(Asked.Latest, null, null, limit);
            Mark from = Any(), to = Any();
            return _dice.Next(6) switch
            {
                0 => new Question(Asked.Latest, from, null, limit),
                1 => new Question(Asked.After, from, null, limit),
                2 => new Question(Asked.Around, from, null, limit),
                3 when from != to => new Question(Asked.Between, from, to, limit),
                4 => new Question(Asked.Before, _known.Min(), null, limit),
                _ => new Question(Asked.Before, from, null, limit),
            };
        }

        Mark Any() => _known[_dice.Next(_known.Count)];
    }

    private void Know(Mark mark)
    {
        if (_known.Count < KnownMax) _known.Add(mark);
        else _known[_dice.Next(KnownMax)] = mark;
    }

    // The nick may still belong to the connection before.
    private async Task TryNickAgainAsync()
    {
        await Task.Delay(s_pause);
        Send($"NICK {Nick}\r\n");
    }

    private void Send(string text) => _ = _connection?.SendAsync(text);
}
