using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Wire;

/// <summary>
/// The level that each event and request needs (<see cref="BuildLevel"/>). The network's level is raised
/// (<see cref="LevelRaised"/>) when every process knows it. Before that, the root decides no such event, and leaves
/// send no such request.
/// </summary>
public static class Levels
{
    // Events, requests and questions by the level that introduced them; those of the first level are not named.
    private static readonly Dictionary<Type, int> s_introduced = new()
    {
        [typeof(LevelRaised)] = 2,
        [typeof(MessageRelayed)] = 2,
        [typeof(GlobopsSent)] = 2,
        [typeof(LeafForgotten)] = 2,
        [typeof(UserSentAway)] = 2,
        [typeof(SessionSentAway)] = 2,
        [typeof(AccountAsked)] = 2,
        [typeof(ProofQuestion)] = 2,
        [typeof(ProofAnswer)] = 2,
        [typeof(HistoryArchived)] = 2,
        [typeof(MessageErased)] = 2,
        [typeof(AccountForgotten)] = 2,
        [typeof(Archived)] = 2,
        [typeof(ArchiverNote)] = 2,
        [typeof(AccountRegistered)] = 2,
        [typeof(AccountPasswordSet)] = 2,
        [typeof(AccountCertificatesSet)] = 2,
        [typeof(AccountSuspended)] = 2,
        [typeof(AccountReinstated)] = 2,
        [typeof(AccountUnregistered)] = 2,
        [typeof(UserLoggedIn)] = 2,
        [typeof(UserLoggedOut)] = 2,
        [typeof(BanSet)] = 2,
        [typeof(BanLifted)] = 2,
        [typeof(UsersBanned)] = 2,
        [typeof(OperActed)] = 2,
        [typeof(RehashAsked)] = 2,
        [typeof(RehashEnded)] = 2,
        [typeof(RegistrationChanged)] = 2,
        [typeof(ChannelUnregistered)] = 2,
        [typeof(ServiceModesChanged)] = 2,
        [typeof(ChannelPurged)] = 2,
        [typeof(ServiceSaid)] = 2,
        [typeof(AccountNicksSet)] = 2,
        [typeof(AccountEnforcementSet)] = 2,
        [typeof(AccountVhostSet)] = 2,
        [typeof(DefconSet)] = 2,
        [typeof(MembersCleared)] = 2,
        [typeof(SnoMasksSet)] = 2,
        [typeof(FilterSet)] = 2,
        [typeof(FilterRemoved)] = 2,
        [typeof(FilterHit)] = 2,
        [typeof(CodeAsked)] = 2,
        [typeof(CodeMailed)] = 2,
        [typeof(AccountVerified)] = 2,
        [typeof(AccountLapsed)] = 2,
        [typeof(SessionAttached)] = 2,
        [typeof(SessionDetached)] = 2,
        [typeof(AccountSettingsSet)] = 2,
        [typeof(ReadMarkerSet)] = 2,
        [typeof(SessionAwaySet)] = 2,
        [typeof(FloodStopped)] = 2,
        [typeof(JoinsHeld)] = 2,
        [typeof(AccountImported)] = 2,
        [typeof(ChannelImported)] = 2,
        [typeof(AccountPushesSet)] = 2,
    };

    /// <summary>Everything that came after the first level.</summary>
    public static IReadOnlyDictionary<Type, int> Introduced => s_introduced;

    /// <summary>The level that the network must have for this event.</summary>
    public static int Of(Event happened) => s_introduced.GetValueOrDefault(happened.GetType(), BuildLevel.First);

    /// <summary>The level that the network must have for this request.</summary>
    public static int Of(Ask ask) => s_introduced.GetValueOrDefault(ask.GetType(), BuildLevel.First);

    /// <summary>The level that the network must have for anything to be archived.</summary>
    public static int OfHistory => s_introduced[typeof(HistoryArchived)];

    /// <summary>The level that the network must have for anything to be imported into it.</summary>
    public static int OfImports => s_introduced[typeof(AccountImported)];

    /// <summary>The level that the network must have for anything to be proved before it is asked.</summary>
    public static int OfProofs => s_introduced[typeof(ProofQuestion)];
}
