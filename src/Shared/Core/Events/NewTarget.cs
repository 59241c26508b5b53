using IrcNats.State;

namespace IrcNats.Events;

/// <summary>
/// A user turned to somebody with whom they did not talk lately: that is paid for, and the answer is free.
/// https://defs.ircdocs.horse/defs/numerics#err-targchange-707
/// </summary>
static class NewTarget
{
    /// <param name="due">Until when it is paid for; 0: they know each other.</param>
    public static void Take(INetworkEditor edit, UserId from, UserId to, long due)
    {
        if (due == 0) return;
        User sender = edit.FindUser(from);
        edit.ReplaceUser(sender with { Targets = With(sender.Targets, to), TargetsDue = due });
        User receiver = edit.FindUser(to);
        edit.ReplaceUser(receiver with { Targets = With(receiver.Targets, from) });
    }

    private static UserId[] With(IReadOnlyList<UserId> targets, UserId newest) =>
        [newest, .. targets.Where(t => t != newest).Take(User.TargetsKept - 1)];
}
