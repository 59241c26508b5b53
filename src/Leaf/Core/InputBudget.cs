using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Fakelag: a burst of lines, then so many per window; after a quiet time the burst is allowed again. It delays, it
/// never disconnects (SAFERATE is a promise).
/// </summary>
sealed class InputBudget
{
    private int _burst;
    private long _lastTouch, _windowEnds;
    private int _inWindow;

    /// <summary>Takes the cost and returns 0, or how many milliseconds to wait before asking again.</summary>
    public long Charge(FakelagConfig config, int cost, long now)
    {
        if (!config.Enabled || cost == 0) return 0;
        if (now - _lastTouch >= config.Cooldown) (_burst, _windowEnds) = (0, 0);
        if (_burst < config.BurstLimit)
        {
            _burst += cost;
            _lastTouch = now;
            return 0;
        }

        if (now >= _windowEnds) (_windowEnds, _inWindow) = (now + config.Window, 0);
        if (_inWindow >= config.MessagesPerWindow) return _windowEnds - now;
        _inWindow += cost;
        _lastTouch = now;
        return 0;
    }
}
