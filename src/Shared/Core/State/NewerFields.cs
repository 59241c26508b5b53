namespace IrcNats.State;

/// <summary>
/// Fields of the state that builds of the first level do not know. They are dropped while such a build may be in the
/// network: its snapshots lack them, so replicas would differ from one another. A new field of the state gets a row
/// here, with its level (<see cref="BuildLevel"/>).
/// </summary>
static class NewerFields
{
    private const int Second = 2;

    public static bool KeepRedactions(int level) => level >= Second;

    public static bool KeepSentAway(int level) => level >= Second;

    public static bool KeepFounded(int level) => level >= Second;

    public static User Kept(User user, int level) => level >= Second ? user : user with
    {
        Hostname = null, Cloak = null, Via = Via.Network, Targets = [], TargetsDue = 0,
        Oper = user.Oper is { } oper ? new Oper(oper.Name, oper.WhoisLine) : null,
        SentAwayAt = null, SnoMasks = SnoMasks.None, Place = null, Further = [], DetachedAt = null, Notes = null,
        EarlierCloaks = null,
    };

    public static Channel Kept(Channel channel, int level) => level >= Second ? channel : channel with
    {
        KnockedAt = 0, FormerNames = [], Founded = null, History = null, Registered = null, Flood = null,
    };
}
