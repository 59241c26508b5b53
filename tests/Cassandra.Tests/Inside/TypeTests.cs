using System.Net;
using System.Text;
using Cassandra;
using Cassandra.Protocol;
using Cassandra.Types;
using FsCheck.Xunit;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Values as bytes and back, and values that do not fit.</summary>
public sealed class TypeTests
{
    public static TheoryData<int> Scalars => [.. ScalarTypes.All.Select(t => (int)t.Code)];

    [Property]
    public void Numbers_come_back(long bigint, int number, short small, sbyte tiny, double real, float single)
    {
        Same(ColumnTypeCode.Bigint, bigint);
        Same(ColumnTypeCode.Counter, bigint);
        Same(ColumnTypeCode.Int, number);
        Same(ColumnTypeCode.SmallInt, small);
        Same(ColumnTypeCode.TinyInt, tiny);
        Same(ColumnTypeCode.Double, real);
        Same(ColumnTypeCode.Float, single);
    }

    [Property]
    public void Texts_and_bytes_come_back(int[] text, byte[] bytes, bool boolean)
    {
        Same(ColumnTypeCode.Varchar, string.Concat(text.Where(Rune.IsValid).Select(c => new Rune(c))));
        Same(ColumnTypeCode.Blob, bytes);
        Same(ColumnTypeCode.Boolean, boolean);
    }

    [Property]
    public void Identifiers_and_times_come_back(Guid guid, DateTime time)
    {
        Same(ColumnTypeCode.Uuid, guid);
        Same(ColumnTypeCode.Timeuuid, TimeUuid.NewId());
        DateTimeOffset whole = DateTimeOffset.FromUnixTimeMilliseconds(
            new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)).ToUnixTimeMilliseconds());
        Same(ColumnTypeCode.Timestamp, whole);
        // Each identifier can be read and written as the other kind.
        CqlType uuid = ScalarTypes.Find(ColumnTypeCode.Uuid)!, timeuuid = ScalarTypes.Find(ColumnTypeCode.Timeuuid)!;
        Assert.Equal(guid, timeuuid.Read(timeuuid.Encode(guid).Bytes!, typeof(Guid)));
        Assert.Equal(guid, ((TimeUuid)uuid.Read(uuid.Encode(guid).Bytes!, typeof(TimeUuid))!).ToGuid());
    }

    [Property]
    public void Collections_come_back(List<long> numbers, int[] elements, Dictionary<int, FsCheck.NonNull<string>> map)
    {
        HashSet<int> set = [.. elements];
        SequenceType list = new(ColumnTypeCode.List, ScalarTypes.Find(ColumnTypeCode.Bigint)!);
        byte[] bytes = list.Encode(numbers).Bytes!;
        Assert.Equal(numbers, list.Read(bytes, typeof(IEnumerable<long>)));
        Assert.Equal(numbers, Assert.IsType<List<long>>(list.Read(bytes, typeof(List<long>))));
        Assert.Equal(numbers, Assert.IsType<long[]>(list.Read(bytes, typeof(long[]))));
        Assert.Equal(numbers.Cast<long?>(), Assert.IsType<long?[]>(list.Read(bytes, typeof(long?[]))));

        SequenceType ints = new(ColumnTypeCode.Set, ScalarTypes.Find(ColumnTypeCode.Int)!);
        Assert.Equal(set, Assert.IsType<HashSet<int>>(ints.Read(ints.Encode(set).Bytes!, typeof(ISet<int>))));
        bytes = ints.Encode(set).Bytes!;
        Assert.Equal(set.Order(), Assert.IsType<SortedSet<int>>(ints.Read(bytes, typeof(SortedSet<int>))));

        Dictionary<int, string> texts =
            map.ToDictionary(p => p.Key, p => string.Concat(p.Value.Get.Where(char.IsAscii)));
        MapType toText = new(ScalarTypes.Find(ColumnTypeCode.Int)!, ScalarTypes.Text);
        byte[] entries = toText.Encode(texts).Bytes!;
        Assert.Equal(
            texts, Assert.IsType<Dictionary<int, string>>(toText.Read(entries, typeof(Dictionary<int, string>))));
        Assert.Equal(texts.OrderBy(p => p.Key), (IDictionary<int, string>)toText.Read(entries, toText.ClrType));
    }

    // The examples of the protocol's specification and of RFC 4122.
    [Fact]
    public void Bytes_are_those_of_the_specification()
    {
        Assert.Equal([0, 0, 1, 0], Encode(ColumnTypeCode.Int, 256));
        Assert.Equal([255, 255, 255, 255, 255, 255, 255, 254], Encode(ColumnTypeCode.Bigint, -2L));
        Assert.Equal([1], Encode(ColumnTypeCode.Boolean, true));
        Assert.Equal([127, 0, 0, 1], Encode(ColumnTypeCode.Inet, IPAddress.Loopback));
        Assert.Equal(
            [0, 0, 0, 0, 0, 0, 3, 232], Encode(ColumnTypeCode.Timestamp, DateTimeOffset.UnixEpoch.AddSeconds(1)));
        Assert.Equal(
            Convert.FromHexString("6ba7b8109dad11d180b400c04fd430c8"),
            Encode(ColumnTypeCode.Uuid, Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")));
        SequenceType texts = new(ColumnTypeCode.List, ScalarTypes.Text);
        Assert.Equal([0, 0, 0, 2, 0, 0, 0, 1, 97, 0, 0, 0, 0], texts.Encode(new[] { "a", "" }).Bytes);
    }

    [Fact]
    public void A_time_uuid_has_its_time()
    {
        TimeUuid known = new(Guid.Parse("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        Assert.Equal(new DateTime(1998, 2, 4, 22, 13, 53), known.GetDate().UtcDateTime, TimeSpan.FromSeconds(1));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Assert.Equal(now, TimeUuid.NewId(now).GetDate());
        TimeUuid[] many = [.. Enumerable.Range(0, 1000).Select(_ => TimeUuid.NewId())];
        Assert.Equal(many.Distinct().Order(), many);
        Assert.All(many, id => Assert.Equal('1', id.ToString()[14]));
    }

    [Fact]
    public void What_is_not_set_is_not_null()
    {
        Assert.Null(ScalarTypes.Text.Encode(null).Bytes);
        Assert.True(ScalarTypes.Text.Encode(null).IsSet);
        Assert.False(ScalarTypes.Text.Encode(Unset.Value).IsSet);
        Assert.Equal([255, 255, 255, 254], Bytes.Of(ScalarTypes.Text.Encode(Unset.Value).Write));
        Assert.Equal([255, 255, 255, 255], Bytes.Of(ScalarTypes.Text.Encode(null).Write));
    }

    [Theory, MemberData(nameof(Scalars))]
    public void A_value_of_another_type_is_refused_by_name(int code)
    {
        CqlType type = ScalarTypes.Find((ColumnTypeCode)code)!;
        InvalidTypeException error = Assert.Throws<InvalidTypeException>(() => type.Encode(new Version(1, 2)));
        Assert.Contains(type.Name, error.Message);
        Assert.Contains("not a Version", error.Message);
    }

    // Two bytes are a good short, and good text; everything else has another length, or any.
    [Theory, MemberData(nameof(Scalars))]
    public void A_value_of_a_wrong_length_is_refused(int code)
    {
        ScalarType type = ScalarTypes.Find((ColumnTypeCode)code)!;
        if (type.ClrType == typeof(string) || type.ClrType == typeof(byte[]) || type.ClrType == typeof(short)) return;
        Assert.Throws<InvalidTypeException>(() => type.Read([1, 2], type.ClrType));
    }

    [Fact]
    public void Times_that_NET_does_not_have_are_refused() => Assert.Throws<InvalidTypeException>(
        () => ScalarTypes.Find(ColumnTypeCode.Timestamp)!
            .Read([127, 255, 255, 255, 255, 255, 255, 255], typeof(object)));

    [Fact]
    public void Types_are_nested_only_so_deep()
    {
        byte[] deep = [.. Enumerable.Repeat<byte[]>([0, 0x20], 100_000).SelectMany(b => b)];
        MalformedFrameException error = Assert.Throws<MalformedFrameException>(() =>
        {
            BodyReader body = new(deep);
            TypeReader.Read(ref body);
        });
        Assert.Contains("deep", error.Message);
    }

    [Fact]
    public void A_collection_that_announces_more_than_it_has_is_refused()
    {
        SequenceType list = new(ColumnTypeCode.List, ScalarTypes.Text);
        Assert.Throws<MalformedFrameException>(() => list.Read([127, 255, 255, 255], typeof(object)));
        Assert.Throws<InvalidTypeException>(() => list.Encode(new string?[] { null }));
        Assert.Throws<InvalidTypeException>(() => list.Encode("not a list of texts"));
    }

    [Fact]
    public void Values_of_plain_queries_have_the_types_of_their_objects()
    {
        Assert.Equal("bigint", GuessedType.Of(1L).Name);
        Assert.Equal("text", GuessedType.Of("").Name);
        Assert.Equal("blob", GuessedType.Of(new byte[1]).Name);
        Assert.Equal("uuid", GuessedType.Of(Guid.Empty).Name);
        Assert.Equal("list<int>", GuessedType.Of(new[] { 1 }).Name);
        Assert.Equal("set<text>", GuessedType.Of(new HashSet<string>()).Name);
        Assert.Equal("map<text, bigint>", GuessedType.Of(new Dictionary<string, long>()).Name);
        Assert.Equal("inet", GuessedType.Of(IPAddress.Loopback).Name);
        Assert.Throws<InvalidTypeException>(() => GuessedType.Of(new Version(1, 2)));
    }

    private static void Same(ColumnTypeCode code, object value)
    {
        CqlType type = ScalarTypes.Find(code)!;
        Assert.Equal(value, type.Read(type.Encode(value).Bytes!, value.GetType()));
        Assert.Equal(value, type.Read(type.Encode(value).Bytes!, typeof(object)));
    }

    private static byte[]? Encode(ColumnTypeCode code, object value) => ScalarTypes.Find(code)!.Encode(value).Bytes;
}
