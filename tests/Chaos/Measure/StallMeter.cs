namespace IrcNats.Chaos.Measure;

/// <summary>
/// Finds the stall that follows a strike: the longest time in which no line is heard on a leaf, from the strike until a
/// line that was said after it is heard there. Of all watched leaves the longest counts.
/// </summary>
sealed class StallMeter(int leaves)
{
    private readonly Lock _gate = new();
    private readonly TimeSpan[] _lastHeard = new TimeSpan[leaves], _longest = new TimeSpan[leaves];
    private readonly bool[] _waits = new bool[leaves];
    private int[] _saidBefore = [];
    private volatile TaskCompletionSource<TimeSpan>? _result;

    /// <summary>Begins to watch; completes with the stall.</summary>
    /// <param name="saidBefore">The number of each speaker's newest line at the strike.</param>
    /// <param name="except">A leaf that is not watched, because it was struck itself.</param>
    public Task<TimeSpan> Begin(TimeSpan strike, int[] saidBefore, int? except)
    {
        lock (_gate)
        {
            _saidBefore = saidBefore;
            Array.Fill(_lastHeard, strike);
            Array.Clear(_longest);
            for (int leaf = 0; leaf < leaves; leaf++) _waits[leaf] = leaf != except;
            _result = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waits.Contains(true)) _result.SetResult(TimeSpan.Zero);
            return _result.Task;
        }
    }

    /// <summary>Begins to watch; it ends with <see cref="End"/>.</summary>
    public void Begin(TimeSpan strike) => _ = Begin(strike, [], except: null);

    /// <returns>The longest time without any line, until now.</returns>
    public TimeSpan End()
    {
        lock (_gate)
        {
            _result = null;
            return _longest.Max();
        }
    }

    /// <summary>A client of a leaf heard a line.</summary>
    public void Heard(int leaf, int speaker, int number, TimeSpan now)
    {
        if (_result is null) return;
        lock (_gate)
        {
            if (!_waits[leaf] || now < _lastHeard[leaf]) return;
            TimeSpan gap = now - _lastHeard[leaf];
            if (gap > _longest[leaf]) _longest[leaf] = gap;
            _lastHeard[leaf] = now;
            if (_saidBefore.Length == 0 || number <= _saidBefore[speaker]) return;
            _waits[leaf] = false;
            if (!_waits.Contains(true)) _result?.TrySetResult(_longest.Max());
        }
    }
}
