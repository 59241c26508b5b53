using System.Reflection;
using IrcNats.Events;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.Wire;

/// <summary>
/// What is on the wire and on disk never changes: these bytes were written once, and must be written and read like
/// that for ever. A new kind gets a new line. A new field at the end of a kind lengthens its line.
/// </summary>
public class GoldenBytesTests
{
    private static readonly Dictionary<string, string> s_golden = new()
    {
        ["Request"] =
            "92019a01a66c6561662d31ce00018c2f2a2992019305a26c31b0505249564d53472023646576203a68690728919a04a36162" +
            "6307cf0000018bcfe5687bc40301020398a4236465769104910301cf0000018bcfe5687bc3a5616c69636592cd04d102a541" +
            "6c696365c403040506c4020708c308",
        ["Reply"] = "92029701ce00018c2f2a0700cd04d191bd34303120616c696365206361726f6c203a4e6f2073756368206e69636b",
        ["Entry"] =
            "92039301079194cf0000018bcfe5687b95a66c6561662d31ce00018c2f2a05a26c31919202939103a3627965a3626f6291a7" +
            "61207265706c79",
        ["Beat"] = "9204950107a6726f6f742d31cd04d2cf0000018bcfe5687b",
        ["SnapshotManifest"] = "92059701cd04d202ce00011170a430306666a6726f6f742d32cf0000018bcfe5687b",
        ["SnapshotChunk"] = "92069401cd04d201c403010203",
        ["ClientLine"] = "92019305a26c31b0505249564d53472023646576203a6869",
        ["SessionOpened"] =
            "9202dc001c05a5616c696365a2616ca8416c69636520412eac686f73742e6578616d706c65a93139322e302e322e31c3a673" +
            "6563726574c0c0c0c0a430306666a3776562a6736563726574c09192a375726ca178a56c756e6368c0c0c0a430306666a466" +
            "66303001a5416c69636593a24445cdfbf0a24578c3a6706f636b6574",
        ["SessionClosed"] = "92039305b1436f6e6e656374696f6e20636c6f73656492920792cd04d202cf0000018bcfe5687b",
        ["LeafUp"] = "920490",
        ["Sync"] = "920590",
        ["ClientBatch"] =
            "92099605a26c31a7505249564d5347a423646576ae2b64726166742f7265706c793d789292a26869c292a27961c3",
        ["UserRegistered"] =
            "920191dc00219103a5616c696365a2616cac686f73742e6578616d706c65a8416c69636520412ea93139322e302e322e3111" +
            "a5616c696365a56c756e6368cf0000018bcfe5680093a66c6561662d31ce00018c2f0598a4726f6f74b46973206120736572" +
            "766572206f70657261746f72a973746166662e697263c3cd0201a6612e7465737404cd04029191040506c09192a375726ca1" +
            "78c0a430306666a3776562c0a430306666ab64736c2e6578616d706c65a76162632e6972630291910407cd0402919993a66c" +
            "6561662d32ce00018c3006a93139322e302e322e32ae6d6f62696c652e6578616d706c65a430613062a377656202cf000001" +
            "8bcfe5687b93a24445cdfbf0a24578950109a36f75740aa6706f636b65740893a24445cdfbf0a24578950109a36f75740aa6" +
            "706f636b657491a76f6c642e697263",
        ["UserQuit"] = "9202939103a3627965a3626f62",
        ["NickChanged"] = "9203929103a6616c69636961",
        ["ChannelJoined"] = "920494a42364657691030414",
        ["ChannelParted"] = "920593a4236465769103a36f6666",
        ["MemberKicked"] = "920694a42364657691049103a6656e6f756768",
        ["ChannelMessage"] =
            "92079aa7505249564d5347a4236465769103a2686992cd04d102ae2b747970696e673d61637469766501b5616c6963652161" +
            "6c40686f73742e6578616d706c65c3a5616c696365",
        ["DirectMessage"] =
            "920899a64e4f5449434591049103a47073737492cd04d103ae2b64726166742f7265706c793d78b5616c69636521616c4068" +
            "6f73742e6578616d706c65a5616c69636507",
        ["TopicSet"] = "920993a4236465769103b152656c65617365206f6e20467269646179",
        ["ChannelModesChanged"] = "920a93a42364657691039294c36fa3626f62910494c26ba12ac0",
        ["UserModesChanged"] = "920b9391030401",
        ["UserInvited"] = "920c94a42364657691049103c3",
        ["AwayChanged"] = "920d929103a56c756e6368",
        ["RealnameChanged"] = "920e929103a8416c69636520422e",
        ["OperGranted"] =
            "920f92910398a4726f6f74b46973206120736572766572206f70657261746f72a973746166662e697263c3cd0201a6612e74" +
            "65737404cd0402",
        ["ConfigChanged"] =
            "921091dc001ea454657374a86972632e74657374a74972634e6174730092a36f6e65a374776fdc002820143fcc9640cd0186" +
            "cd0186cd01862064640d04cd03e814ce05265c00cd13886432cdea60c0c0c0cd03e8c0c0c0c0c0c0cd100064cdea60cd03e8" +
            "14cd010032cd271014cd7530c214019acdea60ce00015f90ce000249f0ce0001800096c3cd03e80502cd07d09010cd040096" +
            "2040ce000927c02091a96c6f63616c686f7374909303cdea60cd2710900093cd1388cdea60ccc89200cd05dc94a0a0a0c0c0" +
            "c0c0c091a178c09a9090c094c2ce9a7ec800cd1a29c29094c2c3c2c094b1746f722d6e6574776f726b2e6f6e696f6e40ce00" +
            "0927c04095c2a369726320404090c090c090c39fc3cd0800cd010000cd03e8ce240c840000ce0036ee80c3c294ac2b647261" +
            "66742f7265616374ae2b64726166742f756e7265616374a62b7265616374a82b756e726561637492a72b747970696e67ad2b" +
            "64726166742f747970696e67cd0800c3009292000098c290cd2352a76972636e617473c0a131c2c0dc0018c3c21ece000927" +
            "c0ce000186a0c3c291a96c6f63616c686f7374c3c000c2c2c3c395c2ce06ddd000c2ce0036ee80ce05265c00c3c3000002c2" +
            "c294c204ce48190800c096c3c20fcd2710c200c2",
        ["RootElected"] = "92119207a6726f6f742d31",
        ["LeafStarted"] = "921292a66c6561662d31ce00018c2f",
        ["WallopsSent"] = "9213929103b36d61696e74656e616e6365206174206e6f6f6e",
        ["LeafLost"] = "921492a66c6561662d31ce00018c2f",
        ["SessionSentAway"] = "920a920592920792cd04d202cf0000018bcfe5687b",
        ["AccountAsked"] = "920b9405a26c31a5616c696365c3",
        ["UserSentAway"] = "923993910393a66c6561662d32ce00018c300692920792cd04d202cf0000018bcfe5687b",
        ["HistoryArchived"] = "923a91920792cd04d202",
        ["MessageErased"] = "923c939103ab6420616c69636520626f62920792cd04d202",
        ["AccountForgotten"] = "923d929103a3426f62",
        ["LeafForgotten"] = "923893a66c6561662d31ce00018c2fc3",
        ["LeafFound"] = "921592a66c6561662d31ce00018c2f",
        ["UsersSplit"] = "921692a66c6561662d319291039104",
        ["RootResigned"] = "92179207a6726f6f742d32",
        ["Order"] = "9207940103a3313030ab616e6e40636f6e736f6c65",
        ["OrderReply"] = "92089301c3a66c6561662d31",
        ["ProofQuestion"] =
            "92099b02a66c6561662d31ce00018c2f0501a4726f6f74a93139322e302e322e31af6e2c2c6e3d726f6f742c723d616263b6" +
            "633d626977732c723d6162636465662c703d41514944cd04d2c4020708",
        ["ProofAnswer"] =
            "920a940202a6763d424155479a04a361626307cf0000018bcfe5687bc40301020398a4236465769104910301cf0000018bcf" +
            "e5687bc3a5616c69636592cd04d102a5416c696365c403040506c4020708c3",
        ["Archived"] =
            "920b9402ab6420616c69636520626f629d92cd04d20207cf0000018bcfe5687b01b5616c69636521616c40686f73742e6578" +
            "616d706c65a7505249564d534791a3626f62a5616c696365c3ae2b64726166742f7265706c793d789292a26869c292a27961" +
            "c3a2616c9195b46361726f6c216340686f73742e6578616d706c65a45155495491a4676f6e65a56361726f6cc3c403010203",
        ["ArchiverNote"] =
            "920c9402079492cd04d20207ab6420616c69636520626f62cf0000018bcfe5687bc403040506",
        ["DigestMarked"] = "921893a430306666a83061306230633064a466663030",
        ["ListEntryExpired"] = "921e93a42364657662ad743a33306d3a626f62212a402a",
        ["MultilineSent"] =
            "92239ca7505249564d5347a423646576910491039292a26869c292a27961c392cd04d102ae2b64726166742f7265706c793d" +
            "7801b5616c69636521616c40686f73742e6578616d706c65c3a5616c69636507",
        ["MassMessage"] =
            "922496a64e4f54494345a324242a9103a46e6f6f6ea22b78b5616c69636521616c40686f73742e6578616d706c65",
        ["AcceptsChanged"] = "9219929103919104",
        ["CallerHeld"] = "921a9291039104",
        ["ChannelKnocked"] = "921b93a4236465769104a96c6574206d6520696e",
        ["InviteWithdrawn"] = "921c93a42364657691049103",
        ["MessageRedacted"] = "922598a42364657691049103a3616263a47370616d01c39104",
        ["ChannelRenamed"] = "922694a423646576a623646576656c9103a66c6f6e676572",
        ["RequestsTried"] = "923294a66c6561662d31ce00018c2f2a2b",
        ["UserResumed"] =
            "923499910393a66c6561662d32ce00018c3006a430306666a93139322e302e322e32a466663030a46b697769ab64736c2e65" +
            "78616d706c650293a24445cdfbf0a24578",
        ["LevelRaised"] = "92359102",
        ["RequestGivenUp"] = "923395a66c6561662d31ce00018c2f2aa44b49434ba5616c696365",
        ["HostChanged"] = "921d939103a2616cad73746166662e6578616d706c65",
        ["MetadataChanged"] = "922794a423646576910491039292a375726ca17892a5636f6c6f72c0",
        ["MessageRelayed"] =
            "922898a4236465769103a8626f622f786d7070a2686992cd04d102ae2b64726166742f7265706c793d78b8626f622f786d70" +
            "7021616c40686f73742e6578616d706c65a5616c696365",
        ["GlobopsSent"] = "9229929103a96c6f6f6b2068657265",
        ["BanSet"] =
            "9246919801ac3139322e302e322e302f3234a47370616daa726f6f74217240697263cf0000018bcfe5687bcf0000018bcfe6" +
            "52dbaa74686972642074696d6501",
        ["BanLifted"] = "92479302ad2a212a402a2e6578616d706c65aa726f6f74217240697263",
        ["UsersBanned"] = "9248929291039104a47370616d",
        ["OperActed"] = "924995aa726f6f74217240697263a4726f6f74a54b4c494e45ad2a212a402a2e6578616d706c65a47370616d",
        ["RehashAsked"] = "924a919103",
        ["RehashEnded"] =
            "924b939103a6726f6f742d3191d9276972636e6174732e79616d6c3a333a207365727665722e6e616d653a206973206d6973" +
            "73696e67",
        ["RegistrationChanged"] =
            "92509295a423646576a5416c696365cf0000018bcfe5687b9192a3426f6204a3426f6294020202cf0000018bcfe5687b",
        ["ChannelUnregistered"] = "925191a423646576",
        ["ServiceModesChanged"] =
            "925293a423646576b54368616e53657276214368616e53657276406972639194c371a5616c6963659103",
        ["ChannelPurged"] = "925393a423646576b54368616e53657276214368616e5365727640697263a47370616d",
        ["ServiceSaid"] =
            "9254939104b54368616e53657276214368616e5365727640697263b4796f7520617265206f6666657265642023646576",
        ["AccountNicksSet"] = "925592a5416c69636591a6616c69636961",
        ["AccountEnforcementSet"] = "925692a5416c69636502",
        ["AccountVhostSet"] = "925792a5416c69636593a6612e74657374c3a6622e74657374",
        ["AccountRegistered"] = "923e94a5416c696365c403010203c40204059103",
        ["AccountPasswordSet"] = "923f92a5416c696365c403010203",
        ["AccountCertificatesSet"] = "924092a5416c69636591a430306666",
        ["AccountSuspended"] = "924194a5416c696365a4726f6f74a47370616dcf0000018bcfe5687b",
        ["AccountReinstated"] = "924291a5416c696365",
        ["AccountUnregistered"] = "924391a5416c696365",
        ["UserLoggedIn"] = "9244949103a5416c69636593a66c6561662d32ce00018c3006a6706f636b6574",
        ["UserLoggedOut"] = "9245919103",
        ["DefconSet"] = "92649203a4726f6f74",
        ["MembersCleared"] = "926594a42364657692910391049103a472616964",
        ["SnoMasksSet"] = "9266929103cd0802",
        ["FilterSet"] = "92679198a62a7370616d2a0905a66e6f20616473aa726f6f74217240697263cf0000018bcfe5687bc3ce0036ee80",
        ["FilterRemoved"] = "926892a62a7370616d2aaa726f6f74217240697263",
        ["FilterHit"] = "926996a62a7370616d2a05b5616c69636521616c40686f73742e6578616d706c65a423646576a47370616dc3",
        ["CodeAsked"] = "927e94a5416c69636502c40204059103",
        ["CodeMailed"] =
            "927f96a5416c69636502cf0000018bcfe5687ba462757379b64e69636b53657276216e406972632e6578616d706c659103",
        ["AccountVerified"] = "92cc8091a5416c696365",
        ["AccountLapsed"] = "92cc8191a5416c696365",
        ["SessionAttached"] =
            "926a9391039993a66c6561662d32ce00018c3006a93139322e302e322e32ae6d6f62696c652e6578616d706c65a430613062" +
            "a377656202cf0000018bcfe5687b93a24445cdfbf0a24578950109a36f75740aa6706f636b657492920792cd04d202cf0000" +
            "018bcfe5687b",
        ["SessionDetached"] =
            "926b94910393a66c6561662d32ce00018c3006a953656e74206177617992920792cd04d202cf0000018bcfe5687b",
        ["AccountSettingsSet"] = "926c93a5416c69636593c3c2c39103",
        ["ReadMarkerSet"] = "926d939103a423646576cf0000018bcfe5687b",
        ["SessionAwaySet"] = "926e93910393a66c6561662d32ce00018c3006a36f7574",
        ["FloodStopped"] =
            "92cc8296a4236465769104a86972632e74657374b6743a31306d3a2a212a40686f73742e6578616d706c65c3a5466c6f6f64",
        ["JoinsHeld"] = "92cc8393a423646576cf0000018bcfe5687ba96e696e652063616d65",
        ["AccountImported"] =
            "92cc84919fa5416c696365cf00000174876e807bc40091a461623132c0c29000c0c400c0c0c09090",
        ["ChannelImported"] =
            "92cc859595a423646576a5416c696365cf00000174876e807b90c09194c36ca135c0ba4368616e53657276214368616e53657276"
            + "406972632e7465737493a26869a3626f62cf00000174876e81c8c3",
        ["AccountPushesSet"] = "92cc8692a5416c6963659193c40101c40102cf00000174876e807b",
    };

    public static TheoryData<string> Names => [.. s_golden.Keys];

    [Theory, MemberData(nameof(Names))]
    public void It_is_written_as_it_always_was(string name) => Assert.Equal(s_golden[name], Hex(Sample(name)));

    [Theory, MemberData(nameof(Names))]
    public void It_is_read_as_it_always_was(string name)
    {
        byte[] bytes = Convert.FromHexString(s_golden[name]);
        object read = Sample(name) switch
        {
            Event => MessagePackSerializer.Deserialize<Event>(bytes),
            Ask => MessagePackSerializer.Deserialize<Ask>(bytes),
            _ => MessagePackSerializer.Deserialize<Payload>(bytes),
        };
        Assert.Equal(name, read.GetType().Name);
        Assert.Equal(s_golden[name], Hex(read));
    }

    [Fact]
    public void A_digest_from_before_it_named_its_format_is_still_read_and_not_compared()
    {
        var read = (DigestMarked)MessagePackSerializer.Deserialize<Event>(Convert.FromHexString("921891a430306666"));
        Assert.Equal(("00ff", null), (read.Digest, read.Format));
        Assert.False(read.IsComparable);
    }

    [Fact]
    public void A_request_from_before_there_were_tickets_is_still_read()
    {
        var read = (Request)MessagePackSerializer.Deserialize<Payload>(Convert.FromHexString(
            "92019801a66c6561662d31ce00018c2f2a2992019305a26c31b0505249564d53472023646576203a68690728"));
        Assert.Equal((42UL, 40UL, null), (read.Number, read.Behind, read.Tickets));
    }

    [Fact]
    public void A_message_from_before_there_were_tags_is_still_read()
    {
        var read = (ChannelMessage)MessagePackSerializer.Deserialize<Event>(
            Convert.FromHexString("920795a7505249564d5347a4236465769103a2686992cd04d102"));
        Assert.Equal(("hi", ""), (read.Text, read.Tags));
    }

    [Fact]
    public void Every_kind_of_payload_ask_and_event_is_here() => Assert.Equal(
        from type in (Type[])[typeof(Payload), typeof(Ask), typeof(Event)]
        from union in type.GetCustomAttributes<UnionAttribute>()
        orderby union.SubType.Name
        select union.SubType.Name,
        s_golden.Keys.Order());

    private static object Sample(string name)
    {
        IEnumerable<object> all = [.. Samples.Payloads, .. Samples.Asks, .. Samples.Events];
        return all.Single(sample => sample.GetType().Name == name);
    }

    private static string Hex(object sample) => Convert.ToHexStringLower(sample switch
    {
        Event happened => MessagePackSerializer.Serialize(happened),
        Ask ask => MessagePackSerializer.Serialize(ask),
        Payload payload => Codec.Encode(payload),
        _ => throw new ArgumentException($"no sample: {sample}", nameof(sample)),
    });
}
