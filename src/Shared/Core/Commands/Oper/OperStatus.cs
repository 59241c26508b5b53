using IrcNats.Events;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>What follows when a user becomes an operator or stops being one: the host changes with it.</summary>
static class OperStatus
{
    /// <summary>Whether the user is this operator already.</summary>
    private static bool Is(User user, Oper oper) => user.Oper is { } now && now with { HostBefore = null } == oper;

    /// <summary>
    /// The operator whose block the caller has proved, with the certificate that the block asks for; null: none.
    /// </summary>
    public static Oper? ProvedBy(Caller by) =>
        by.VerifiedCertfp is null || by.VerifiedCertfp == by.Certfp ? by.Verified : null;

    /// <summary>The caller, who has proved it, becomes this operator, if they are not yet.</summary>
    public static Decision Become(Caller by, Oper oper) => Is(by.User, oper)
        ? RPL_YOUREOPER.For(by.Nick)
        : new Decision(Grant(by.User, oper), []);

    /// <summary>
    /// The user becomes this operator. The host and the modes of the block are set, and the host of an earlier block
    /// goes.
    /// </summary>
    public static IReadOnlyList<Event> Grant(User user, Oper oper)
    {
        Oper granted = oper.Host is null ? oper : oper with { HostBefore = OwnHost(user) };
        return
        [
            new OperGranted(user.Id, granted), .. Rehost(user, oper.Host ?? OwnHost(user)), .. ModesOf(user, oper),
        ];
    }

    private static IEnumerable<Event> ModesOf(User user, Oper oper)
    {
        UserModes added = oper.Modes & ~user.Modes;
        if (added != UserModes.None) yield return new UserModesChanged(user.Id, added, UserModes.None);
        SnoMasks notices = user.SnoMasks | oper.Notices;
        if (notices != user.SnoMasks && oper.May(OperCapabilities.SnoMasks))
            yield return new SnoMasksSet(user.Id, notices);
    }

    /// <summary>The modes that go when the user stops being an operator.</summary>
    public static UserModes ModesLost(User user) => UserModes.Operator | (user.Modes & UserModes.ServerNotices);

    /// <summary>What follows besides when the user stops being an operator.</summary>
    public static IEnumerable<Event> Leave(User user) => Rehost(user, OwnHost(user));

    private static string OwnHost(User user) => user.Oper?.HostBefore ?? user.Host;

    private static IEnumerable<Event> Rehost(User user, string host) =>
        host == user.Host ? [] : [new HostChanged(user.Id, user.Username, host)];
}
