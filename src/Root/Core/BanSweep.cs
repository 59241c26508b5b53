using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Ends users whom a ban hits and whom the command that set it did not end, because they were too many at once. A root
/// looks at everybody when it begins to write, and after each new ban, some users at a tick.
/// </summary>
sealed class BanSweep(Network net)
{
    // Users looked at in a tick: some milliseconds even with many bans.
    private const int LookedAtOnce = 500;

    private readonly Queue<UserId> _toLook = [];
    private long _swept = -1, _paced;

    /// <summary>Who has to go now; call it some ten times a second.</summary>
    public List<UsersBanned> Due(long now)
    {
        if (_swept != net.Bans.TimesSet) Begin();
        long rate = net.Config.LeafLoss.QuitsPerSecond, sinceLast = Math.Min(now - _paced, 1000);
        long quota = rate * sinceLast / 1000;
        // What is too little for one more counts next time.
        _paced = now - sinceLast + quota * 1000 / rate;
        return [.. Found((int)quota)
            .GroupBy(hit => BanRules.ReasonTold(hit.Ban), hit => hit.User)
            .SelectMany(hits => hits.Chunk(BanSetting.UsersPerEvent).Select(some => new UsersBanned(some, hits.Key)))];
    }

    private void Begin()
    {
        _swept = net.Bans.TimesSet;
        _toLook.Clear();
        if (!net.Bans.HitsAnybody) return;
        foreach (User user in net.Users.OrderBy(u => u.Id.Value)) _toLook.Enqueue(user.Id);
    }

    private IEnumerable<(UserId User, NetworkBan Ban)> Found(int most)
    {
        int found = 0;
        for (int looked = 0; looked < LookedAtOnce && found < most && _toLook.TryDequeue(out UserId id); looked++)
        {
            if (net.FindUser(id) is not { } user
                || BanRules.Find(net.Bans, user, net.Config.Casemapping) is not { } ban) continue;
            found++;
            yield return (id, ban);
        }
    }
}
