using IrcNats.State;
using MessagePack;

namespace IrcNats.Events;

/// <summary>
/// A fact that the root has decided. The number in the list below is on the wire and on disk: never change or reuse
/// one. Fields grow only at the end. Each event says what it changes and who is told.
/// </summary>
[Union(1, typeof(UserRegistered))]
[Union(2, typeof(UserQuit))]
[Union(3, typeof(NickChanged))]
[Union(4, typeof(ChannelJoined))]
[Union(5, typeof(ChannelParted))]
[Union(6, typeof(MemberKicked))]
[Union(7, typeof(ChannelMessage))]
[Union(8, typeof(DirectMessage))]
[Union(9, typeof(TopicSet))]
[Union(10, typeof(ChannelModesChanged))]
[Union(11, typeof(UserModesChanged))]
[Union(12, typeof(UserInvited))]
[Union(13, typeof(AwayChanged))]
[Union(14, typeof(RealnameChanged))]
[Union(15, typeof(OperGranted))]
[Union(16, typeof(ConfigChanged))]
[Union(17, typeof(RootElected))]
[Union(18, typeof(LeafStarted))]
[Union(19, typeof(WallopsSent))]
[Union(20, typeof(LeafLost))]
[Union(21, typeof(LeafFound))]
[Union(22, typeof(UsersSplit))]
[Union(23, typeof(RootResigned))]
[Union(24, typeof(DigestMarked))]
[Union(25, typeof(AcceptsChanged))]
[Union(26, typeof(CallerHeld))]
[Union(27, typeof(ChannelKnocked))]
[Union(28, typeof(InviteWithdrawn))]
[Union(29, typeof(HostChanged))]
[Union(30, typeof(ListEntryExpired))]
[Union(35, typeof(MultilineSent))]
[Union(36, typeof(MassMessage))]
[Union(37, typeof(MessageRedacted))]
[Union(38, typeof(ChannelRenamed))]
[Union(39, typeof(MetadataChanged))]
[Union(40, typeof(MessageRelayed))]
[Union(41, typeof(GlobopsSent))]
[Union(50, typeof(RequestsTried))]
[Union(51, typeof(RequestGivenUp))]
[Union(52, typeof(UserResumed))]
[Union(53, typeof(LevelRaised))]
[Union(56, typeof(LeafForgotten))]
[Union(57, typeof(UserSentAway))]
[Union(58, typeof(HistoryArchived))]
[Union(60, typeof(MessageErased))]
[Union(61, typeof(AccountForgotten))]
[Union(62, typeof(AccountRegistered))]
[Union(63, typeof(AccountPasswordSet))]
[Union(64, typeof(AccountCertificatesSet))]
[Union(65, typeof(AccountSuspended))]
[Union(66, typeof(AccountReinstated))]
[Union(67, typeof(AccountUnregistered))]
[Union(68, typeof(UserLoggedIn))]
[Union(69, typeof(UserLoggedOut))]
[Union(70, typeof(BanSet))]
[Union(71, typeof(BanLifted))]
[Union(72, typeof(UsersBanned))]
[Union(73, typeof(OperActed))]
[Union(74, typeof(RehashAsked))]
[Union(75, typeof(RehashEnded))]
[Union(80, typeof(RegistrationChanged))]
[Union(81, typeof(ChannelUnregistered))]
[Union(82, typeof(ServiceModesChanged))]
[Union(83, typeof(ChannelPurged))]
[Union(84, typeof(ServiceSaid))]
[Union(85, typeof(AccountNicksSet))]
[Union(86, typeof(AccountEnforcementSet))]
[Union(87, typeof(AccountVhostSet))]
[Union(100, typeof(DefconSet))]
[Union(101, typeof(MembersCleared))]
[Union(102, typeof(SnoMasksSet))]
[Union(103, typeof(FilterSet))]
[Union(104, typeof(FilterRemoved))]
[Union(105, typeof(FilterHit))]
[Union(106, typeof(SessionAttached))]
[Union(107, typeof(SessionDetached))]
[Union(108, typeof(AccountSettingsSet))]
[Union(109, typeof(ReadMarkerSet))]
[Union(110, typeof(SessionAwaySet))]
[Union(126, typeof(CodeAsked))]
[Union(127, typeof(CodeMailed))]
[Union(128, typeof(AccountVerified))]
[Union(129, typeof(AccountLapsed))]
[Union(130, typeof(FloodStopped))]
[Union(131, typeof(JoinsHeld))]
[Union(132, typeof(AccountImported))]
[Union(133, typeof(ChannelImported))]
[Union(134, typeof(AccountPushesSet))]
public abstract record Event : IChange
{
    /// <summary>Changes the state. Pure: no clock, I/O or randomness; those come in the event and its stamp.</summary>
    public abstract void ApplyTo(INetworkEditor edit);

    /// <summary>
    /// Says who is told what. It always sees the state just before the event: users who leave still count.
    /// </summary>
    public virtual void Announce(Network before, Audience to) { }

    /// <summary>
    /// The user whose own sessions are shown more after the event: a joiner the names, a newcomer the welcome.
    /// Commands/Greeting.cs has what they are shown.
    /// </summary>
    public virtual UserId? Greets() => null;

    /// <summary>The channel whose members are all shown more after the event; null for none.</summary>
    public virtual string? GreetsMembersOf(Network after) => null;
}
