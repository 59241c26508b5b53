using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.State;

/// <summary>Snapshots and digests of builds whose snapshots have other fields.</summary>
public sealed class SnapshotFormatTests
{
    private static readonly byte[] s_old = Convert.FromBase64String(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "State", "snapshot-of-0.1.0.txt")));

    [Fact]
    public void One_without_the_newest_fields_loads()
    {
        Network net = Network.Load(Codec.DecodeSnapshot(s_old));
        Assert.Equal((20UL, BuildLevel.First), (net.Seq, net.Level));
        Assert.Equal(["alice", "carol", "robert"], net.Users.Select(u => u.Nick).Order());
        Assert.Equal("how it all began", net.FindChannel("#dev")!.Topic!.Text);
        Assert.Equal(Codec.Digest(net), Codec.Digest(Network.Load(net.Save())));
    }

    [Fact]
    public void One_with_fields_that_nobody_here_knows_loads()
    {
        NetworkSnapshot saved = Network.Load(Codec.DecodeSnapshot(s_old)).Save();
        byte[] today = Codec.Encode(saved);
        // An array of 16 fields or more names their number in two bytes.
        Assert.Equal([0xDC, 0], today[..2]);
        byte[] tomorrow = [0xDC, 0, (byte)(today[2] + 1), .. today[3..], 0x92, 1, 0xA1, (byte)'x'];
        Assert.Equal(Codec.Digest(Network.Load(saved)), Codec.Digest(Network.Load(Codec.DecodeSnapshot(tomorrow))));
    }

    [Fact]
    public void A_row_with_fields_that_nobody_here_knows_loads()
    {
        byte[] row = MessagePackSerializer.Serialize(new LeafRowOfTomorrow("leaf-1", 7, [], 0, 5, null, null, "new"));
        LeafRow read = MessagePackSerializer.Deserialize<LeafRow>(row);
        Assert.Equal(("leaf-1", 7UL, (long?)5), (read.Leaf, read.Incarnation, read.LostAt));
    }

    [Fact]
    public void The_format_says_which_fields_there_are()
    {
        Assert.Equal(8, SnapshotFormat.Name.Length);
        Assert.NotEqual(SnapshotFormat.NameOf(typeof(LeafRow)), SnapshotFormat.NameOf(typeof(LeafRowOfTomorrow)));
        IReadOnlyList<string> fields = SnapshotFormat.FieldsOf(typeof(NetworkSnapshot));
        Assert.Contains("NetworkSnapshot 013 System.Int32", fields);
        Assert.All(["User ", "Channel ", "NetworkConfig ", "Limits ", "Member ", "Effect ", "Trial ", "Position "],
            name => Assert.Contains(fields, f => f.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_digest_over_other_fields_is_not_compared()
    {
        Assert.True(new DigestMarked("00ff") { Format = SnapshotFormat.Name }.IsComparable);
        Assert.False(new DigestMarked("00ff") { Format = "ffffffff" }.IsComparable);
    }
}

/// <summary>A row that a later build might write.</summary>
[MessagePackObject]
public sealed record LeafRowOfTomorrow(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation,
    [property: Key(2)] IReadOnlyList<Effect> Effects, [property: Key(3)] ulong Forgotten,
    [property: Key(4)] long? LostAt, [property: Key(5)] Trial? Trial, [property: Key(6)] long? EndedAt,
    [property: Key(20)] string New);
