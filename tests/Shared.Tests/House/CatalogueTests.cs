using System.Reflection;
using System.Text.RegularExpressions;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.House;

/// <summary>Keeps the promises that tables and registration by attribute make.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<Type> Unions => [typeof(Event), typeof(Ask), typeof(Payload)];

    [Fact]
    public void Event_numbers_never_change() => Assert.Equal(
        [
            "1 UserRegistered", "2 UserQuit", "3 NickChanged", "4 ChannelJoined", "5 ChannelParted", "6 MemberKicked",
            "7 ChannelMessage", "8 DirectMessage", "9 TopicSet", "10 ChannelModesChanged", "11 UserModesChanged",
            "12 UserInvited", "13 AwayChanged", "14 RealnameChanged", "15 OperGranted", "16 ConfigChanged",
            "17 RootElected", "18 LeafStarted", "19 WallopsSent", "20 LeafLost", "21 LeafFound", "22 UsersSplit",
            "23 RootResigned", "24 DigestMarked", "25 AcceptsChanged", "26 CallerHeld", "27 ChannelKnocked",
            "28 InviteWithdrawn", "29 HostChanged", "30 ListEntryExpired", "35 MultilineSent", "36 MassMessage",
            "37 MessageRedacted", "38 ChannelRenamed", "39 MetadataChanged", "40 MessageRelayed", "41 GlobopsSent",
            "50 RequestsTried", "51 RequestGivenUp", "52 UserResumed", "53 LevelRaised", "56 LeafForgotten",
            "57 UserSentAway",
            "58 HistoryArchived", "60 MessageErased", "61 AccountForgotten", "62 AccountRegistered",
            "63 AccountPasswordSet", "64 AccountCertificatesSet", "65 AccountSuspended", "66 AccountReinstated",
            "67 AccountUnregistered", "68 UserLoggedIn", "69 UserLoggedOut",
            "70 BanSet", "71 BanLifted", "72 UsersBanned", "73 OperActed", "74 RehashAsked", "75 RehashEnded",
            "80 RegistrationChanged", "81 ChannelUnregistered", "82 ServiceModesChanged", "83 ChannelPurged",
            "84 ServiceSaid", "85 AccountNicksSet", "86 AccountEnforcementSet", "87 AccountVhostSet",
            "100 DefconSet", "101 MembersCleared", "102 SnoMasksSet", "103 FilterSet", "104 FilterRemoved",
            "105 FilterHit", "106 SessionAttached", "107 SessionDetached", "108 AccountSettingsSet",
            "109 ReadMarkerSet", "110 SessionAwaySet", "126 CodeAsked", "127 CodeMailed", "128 AccountVerified",
            "129 AccountLapsed", "130 FloodStopped", "131 JoinsHeld",
            "132 AccountImported", "133 ChannelImported", "134 AccountPushesSet",
        ],
        Numbers(typeof(Event)));

    [Fact]
    public void Request_numbers_never_change() => Assert.Equal(
        ["1 ClientLine", "2 SessionOpened", "3 SessionClosed", "4 LeafUp", "5 Sync", "9 ClientBatch",
            "10 SessionSentAway", "11 AccountAsked"],
        Numbers(typeof(Ask)));

    [Fact]
    public void Payload_numbers_never_change() => Assert.Equal(
        [
            "1 Request", "2 Reply", "3 Entry", "4 Beat", "5 SnapshotManifest", "6 SnapshotChunk", "7 Order",
            "8 OrderReply", "9 ProofQuestion", "10 ProofAnswer", "11 Archived", "12 ArchiverNote",
        ],
        Numbers(typeof(Payload)));

    // Numbers of the first level, which builds without levels know. Later ones have a row that names their level.
    private static readonly int[] s_firstEvents = [.. Enumerable.Range(1, 30), 35, 36, 37, 38, 39, 50, 51, 52];
    private static readonly int[] s_firstAsks = [1, 2, 3, 4, 5, 9], s_firstPayloads = [1, 2, 3, 4, 5, 6, 7, 8];

    [Fact]
    public void Whatever_came_after_the_first_level_is_in_the_table_of_levels() => Assert.Equal(
        from of in ((Type Union, int[] First)[])
            [(typeof(Event), s_firstEvents), (typeof(Ask), s_firstAsks), (typeof(Payload), s_firstPayloads)]
        from kind in of.Union.GetCustomAttributes<UnionAttribute>()
        where !of.First.Contains(kind.Key)
        orderby kind.SubType.Name
        select kind.SubType.Name,
        Levels.Introduced.Keys.Select(t => t.Name).Order());

    [Fact]
    public void Every_level_is_known_here() =>
        Assert.All(Levels.Introduced.Values, level => Assert.InRange(level, BuildLevel.First + 1, BuildLevel.Current));

    // Numbers that 0.1.0 left out, in records that have later numbers: it wrote nil for them.
    public static TheoryData<Type, int[]> Gaps => new()
    {
        { typeof(Channel), [12, 13] },
        { typeof(Limits), [20, 21, 22, 24, 25, 26, 27, 28, 29] },
        { typeof(NetworkConfig), [14, 15, 16, 17, 19] },
        { typeof(SessionOpened), [8, 9, 10, 11, 15, 17, 18, 19, 20] },
        { typeof(User), [15, 17, 20] },
    };

    // Otherwise a newer build cannot read what an older one wrote: its snapshot, its configuration, its users.
    [Theory, MemberData(nameof(Gaps))]
    public void A_number_that_was_left_out_is_only_taken_by_what_may_be_nil(Type record, int[] gaps)
    {
        NullabilityInfoContext nullability = new();
        Assert.All(
            record.GetProperties().Where(p => gaps.Contains(p.GetCustomAttribute<KeyAttribute>()?.IntKey ?? -1)),
            p => Assert.Equal(NullabilityState.Nullable, nullability.Create(p).ReadState));
    }

    // A kind that is not in its union's list would be written as nil, without any error.
    [Theory, MemberData(nameof(Unions))]
    public void Every_kind_is_in_its_union(Type union) => Assert.Equal(
        from type in union.Assembly.GetTypes() where type.IsSubclassOf(union) orderby type.Name select type.Name,
        from kind in union.GetCustomAttributes<UnionAttribute>() orderby kind.SubType.Name select kind.SubType.Name);

    [Fact]
    public void Every_command_has_a_transcript()
    {
        HashSet<string> transcripts =
            [.. Scenarios.Files.Select(f => Path.GetFileNameWithoutExtension(f).ToUpperInvariant())];
        Assert.Empty(CommandTable.All.Keys.Except(transcripts));
    }

    [Fact]
    public void Every_transcript_links_its_specification() => Assert.All(
        Scenarios.Files, file => Assert.Contains("https://", Scenarios.Read(file)));

    [Fact]
    public void Every_mode_has_its_own_letter()
    {
        IEnumerable<char> channel =
            ChannelModeTable.All.Select(m => m.Letter).Concat(MemberModeTable.All.Select(m => m.Letter));
        Assert.Equal(channel.Distinct().Count(), channel.Count());
        Assert.Equal(UserModeTable.All.Select(m => m.Letter).Distinct().Count(), UserModeTable.All.Count);
    }

    [Fact]
    public void Every_extended_ban_has_its_own_letter() =>
        Assert.Equal(ExtbanTable.All.Count, ExtbanTable.Letters.Distinct().Count());

    [Fact]
    public void Every_channel_mode_and_status_is_set_in_a_transcript() => Assert.Empty(
        Isupport.ChannelLetters.Except(LettersSet("#")));

    [Fact]
    public void Every_user_mode_that_users_set_is_set_in_a_transcript() => Assert.Empty(
        UserModeTable.All.Where(m => m.BySelf).Select(m => m.Letter).Except(LettersSet("[^#+-]")));

    [Fact]
    public void Every_extended_ban_is_set_in_a_transcript()
    {
        string all = string.Concat(Scenarios.Files.Select(Scenarios.Read));
        Assert.All(ExtbanTable.All, e => Assert.Matches($@"(?m)^\S+> MODE #\S+ \+.* (\S+:)?!?{e.Letter}:", all));
    }

    // Takes the letters behind a '+' from lines that were sent, such as "alice> MODE #dev +ov-b …".
    private static IEnumerable<char> LettersSet(string target) =>
        from file in Scenarios.Files
        from Match mode in Regex.Matches(Scenarios.Read(file), $@"(?m)^\S+> MODE {target}\S* (\S+)")
        from Match added in Regex.Matches(mode.Groups[1].Value, @"\+(\w+)")
        from letter in added.Groups[1].Value
        select letter;

    [Fact]
    public void Every_capability_is_in_the_table_once() => Assert.Equal(
        Enum.GetValues<Capabilities>().Where(c => c != Capabilities.None).Order(),
        CapabilityTable.All.Select(c => c.Bit).Order());

    [Fact]
    public void Chanmodes_has_four_parts() => Assert.Equal(4, ChannelModeTable.Chanmodes.Split(',').Length);

    private static IEnumerable<string> Numbers(Type union) =>
        from attribute in union.GetCustomAttributes<UnionAttribute>()
        orderby attribute.Key
        select $"{attribute.Key} {attribute.SubType.Name}";
}
