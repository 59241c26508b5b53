namespace IrcNats.State;

/// <summary>
/// What the state has that builds of the first level do not know. While one of them may be about it is not kept: it
/// would be gone from their snapshots and from a network they are the root of, and so differ from one replica to the
/// next. What the state gets new goes here, with its level (<see cref="BuildLevel"/>).
/// </summary>
static class NewerFields
{
    private const int Second = 2;

    public static bool KeepRedactions(int level) => level >= Second;

    public static bool KeepSentAway(int level) => level >= Second;

    public static User Kept(User user, int level) => level >= Second ? user : user with
    {
        Hostname = null, Cloak = null, Via = Via.Network, Targets = [], TargetsDue = 0,
        Oper = user.Oper is { } oper ? new Oper(oper.Name, oper.WhoisLine) : null,
        SentAwayAt = null,
    };

    public static Channel Kept(Channel channel, int level) => level >= Second ? channel : channel with
    {
        KnockedAt = 0, FormerNames = [],
    };
}
