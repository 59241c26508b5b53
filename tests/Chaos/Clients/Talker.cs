using System.Text;
using IrcNats.Chaos.Measure;

namespace IrcNats.Chaos.Clients;

/// <summary>
/// An IRC client that stays in one channel, says numbered lines there, and checks what it hears. When its leaf dies it
/// comes back as soon as it can; lines it could not hear meanwhile are not counted.
/// </summary>
sealed class Talker(int number, Place place, Tally tally, StallMeter stalls, RunClock clock)
    : ILiving
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly string _nick = $"c{number}";
    // What became of each line; the index is the line's number. Line 0 is never said.
    private readonly List<Fate> _fates = [Fate.Refused];
    private readonly List<Hearing> _past = [];
    private Hearing _hearing = new(place.Members);
    private Connection? _connection;
    private int _open;
    private volatile bool _over;

    public Place Place => place;

    public string Nick => _nick;

    /// <summary>In the channel, with all that is said there from now on.</summary>
    public bool IsIn { get; private set; }

    /// <summary>The number of the newest line said.</summary>
    public int Said
    {
        get { lock (_fates) return _fates.Count - 1; }
    }

    /// <summary>Lines whose answer is still to come.</summary>
    public int Open
    {
        get { lock (_fates) return _open; }
    }

    bool ILiving.IsOver => _over;

    /// <summary>Connects, and again when the connection ends, until told to stop.</summary>
    public Task LiveAsync() => Life.LiveAsync(this, place, tally);

    /// <summary>Says the next line; false if it cannot now.</summary>
    public bool TrySpeak()
    {
        if (!IsIn || _connection is not { IsBusy: false } connection) return false;
        int next;
        lock (_fates)
        {
            next = _fates.Count;
            _fates.Add(Fate.Open);
            _open++;
        }

        _ = connection.SendAsync(
            $"@label={next} PRIVMSG {place.Channel} :{next} and so on, as people do in channels\r\n");
        return true;
    }

    public bool WasEchoed(int line)
    {
        lock (_fates) return line < _fates.Count && _fates[line] == Fate.Echoed;
    }

    /// <summary>Whether it has heard this line of the speaker, or a later one.</summary>
    public bool HasHeard(Talker speaker, int line) => _hearing.LastOf(speaker.Place.Seat) >= line;

    /// <summary>Ends the connection.</summary>
    public void Stop()
    {
        _over = true;
        _connection?.Dispose();
    }

    /// <summary>Counts what was lost, when everybody is done.</summary>
    /// <param name="others">The channel's members by their seats.</param>
    public (long Echoed, long Said) Settle(IReadOnlyList<Talker> others)
    {
        foreach (Hearing hearing in _past.Append(_hearing))
            foreach (Talker speaker in others)
                foreach (int line in hearing.MissingOf(speaker.Place.Seat).Where(speaker.WasEchoed))
                    tally.WasLost($"line {line} of {speaker._nick}, for {_nick} on {place.Leaf.Name}");
        foreach (Talker speaker in others)
            for (int line = _hearing.LastOf(speaker.Place.Seat) + 1; line <= speaker.Said; line++)
                if (speaker.WasEchoed(line))
                    tally.WasLost($"line {line} of {speaker._nick} at the end, for {_nick} on {place.Leaf.Name}");
        for (int line = 1; line < _fates.Count; line++)
            if (_fates[line] == Fate.Open) tally.WasNotAnswered($"line {line} of {_nick} on {place.Leaf.Name}");
        return (_fates.Count(f => f == Fate.Echoed), _fates.Count - 1);
    }

    /// <summary>Counts what is wrong with this client's lines in the log.</summary>
    /// <param name="logged">Their numbers, in the order of the log.</param>
    public void CheckLog(IReadOnlyCollection<int> logged)
    {
        int last = 0;
        HashSet<int> seen = [];
        foreach (int line in logged)
        {
            if (!seen.Add(line)) tally.WasDoubled($"line {line} of {_nick}, in the history");
            else if (line < last) tally.WasOutOfOrder($"line {line} of {_nick}, in the history");
            last = Math.Max(last, line);
        }

        for (int line = 1; line < _fates.Count; line++)
            if (WasEchoed(line) && !seen.Contains(line))
                tally.WasLost($"line {line} of {_nick}: the history does not have it");
    }

    void ILiving.Enter(Connection connection)
    {
        _connection = connection;
        _hearing = new Hearing(place.Members);
        _ = connection.SendAsync(
            "CAP REQ :message-tags batch echo-message labeled-response\r\nCAP END\r\n"
            + $"NICK {_nick}\r\nUSER {_nick} 0 * :{_nick}\r\n");
    }

    void ILiving.Leave()
    {
        IsIn = false;
        _connection = null;
        _past.Add(_hearing);
        lock (_fates)
        {
            for (int i = _fates.Count - 1; i >= 0 && _open > 0; i--)
            {
                if (_fates[i] != Fate.Open) continue;
                _fates[i] = Fate.Abandoned;
                _open--;
            }
        }
    }

    void ILiving.Take(ReadOnlySpan<byte> bytes)
    {
        Spoken line = Spoken.Read(bytes);
        if (line.Is("PRIVMSG"u8)) TakeWords(line);
        else if (!line.Label.IsEmpty) TakeRefusal(line);
        else if (line.Is("PING"u8)) Send($"PONG {Encoding.UTF8.GetString(line.Rest)}\r\n");
        else if (line.Is("001"u8)) Send($"JOIN {place.Channel}\r\n");
        else if (line.Is("366"u8)) IsIn = true;
        else if (line.Is("433"u8)) _ = TryNickAgainAsync();
    }

    private void TakeWords(in Spoken line)
    {
        (int speaker, int said) = (line.Speaker(), line.Number());
        if (speaker < 0 || said == 0 || place.SeatOf(speaker) is not { } seat) return;
        if (speaker == number) Answered(said, line.LabelNumber());
        else tally.WasDelivered();
        switch (_hearing.Hear(seat, said))
        {
            case Heard.Again:
                tally.WasDoubled($"line {said} of c{speaker}, for {_nick} on {place.Leaf.Name}");
                break;
            case Heard.Late:
                tally.WasOutOfOrder($"line {said} of c{speaker}, for {_nick} on {place.Leaf.Name}");
                break;
        }

        stalls.Heard(place.LeafIndex, speaker, said, clock.Now);
    }

    private void Answered(int said, int label)
    {
        Close(said, Fate.Echoed);
        if (label != said) tally.WasMislabelled($"line {said} of {_nick} on {place.Leaf.Name}: label {label}");
    }

    private void TakeRefusal(in Spoken line)
    {
        if (Close(line.LabelNumber(), Fate.Refused)) tally.WasRefused($"{_nick}: {line.ToString()}");
    }

    private bool Close(int line, Fate fate)
    {
        lock (_fates)
        {
            if (line <= 0 || line >= _fates.Count || _fates[line] != Fate.Open) return false;
            _fates[line] = fate;
            _open--;
            return true;
        }
    }

    // The nick may still belong to the connection before; the network will notice that it is gone.
    private async Task TryNickAgainAsync()
    {
        await Task.Delay(s_pause);
        Send($"NICK {_nick}\r\n");
    }

    private void Send(string text) => _ = _connection?.SendAsync(text);
}
