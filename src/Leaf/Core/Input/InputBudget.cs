using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Fakelag: a burst of lines, then so many for each window; after a quiet time the burst is allowed again. A line that
/// costs more than is left is let through, and the windows after it pay for it. The budget delays and never disconnects
/// (SAFERATE is a promise).
/// </summary>
sealed class InputBudget
{
    private int _burst;
    private long _lastTouch, _windowEnds;
    private long _inWindow;
    // A line cost more than its window had: a quiet time does not forgive that.
    private bool _owes;

    /// <summary>Takes the cost and returns 0, or how many milliseconds to wait before asking again.</summary>
    public long Charge(FakelagConfig config, int cost, long now)
    {
        if (!config.Enabled || cost == 0) return 0;
        PayOff(config, now);
        if (!_owes && now - _lastTouch >= config.Cooldown) (_burst, _inWindow) = (0, 0);
        if (_inWindow >= config.MessagesPerWindow)
            return _windowEnds - now + (_inWindow / config.MessagesPerWindow - 1) * config.Window;
        int ofBurst = Math.Clamp(config.BurstLimit - _burst, 0, cost);
        _burst += ofBurst;
        if (_inWindow == 0) _windowEnds = now + config.Window;
        _inWindow += cost - ofBurst;
        _owes |= _inWindow > config.MessagesPerWindow;
        _lastTouch = now;
        return 0;
    }

    // Each window that has passed.
    private void PayOff(FakelagConfig config, long now)
    {
        if (_inWindow == 0 || now < _windowEnds) return;
        long windows = (now - _windowEnds) / config.Window + 1;
        _inWindow = Math.Max(0, _inWindow - windows * config.MessagesPerWindow);
        _windowEnds += windows * config.Window;
        _owes &= _inWindow > 0;
    }
}
