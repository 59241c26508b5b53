using System.Collections.Immutable;
using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class CollectionTests
{
    [Theory]
    [InlineData(0, "90")]
    [InlineData(15, "9f 07*15")]
    [InlineData(16, "dc0010 07*16")]
    [InlineData(65_535, "dcffff 07*65535")]
    [InlineData(65_536, "dd00010000 07*65536")]
    public void An_array_takes_the_shortest_header(int count, string hex)
    {
        int[] sevens = [.. Enumerable.Repeat(7, count)];
        Same(sevens, hex);
        Same(sevens.ToList(), hex);
    }

    [Fact]
    public void Every_kind_of_list_is_the_same_array()
    {
        string[] words = ["a", "b"];
        const string hex = "92 a161 a162";
        Same(words, hex);
        Same(words.ToList(), hex);
        Same<IList<string>>(words, hex);
        Same<ICollection<string>>(words, hex);
        Same<IEnumerable<string>>(words, hex);
        Same<IReadOnlyList<string>>(words, hex);
        Same<IReadOnlyCollection<string>>(words, hex);
        Same(words.ToHashSet(), hex);
        Same<ISet<string>>(words.ToHashSet(), hex);
        Same<IReadOnlySet<string>>(words.ToHashSet(), hex);
        Writes(words.ToImmutableArray(), hex);
        Assert.Equal<string>(words, MessagePackSerializer.Deserialize<ImmutableArray<string>>(Bytes(hex)));
        Writes(words.Select(word => word), hex);
        Writes<IReadOnlyList<string>>(words.ToList(), hex);
    }

    [Fact]
    public void A_list_may_be_null_or_hold_null_or_other_lists()
    {
        Same<List<int>?>(null, "c0");
        Same<int[]?>(null, "c0");
        Same<IReadOnlyList<string?>>(["a", null], "92 a161 c0");
        Same<int[][]>([[1], [], [2, 3]], "93 9101 90 920203");
        Same<bool[]>([true, false], "92 c3 c2");
    }

    [Fact]
    public void An_array_of_a_subtype_is_written_as_what_it_is_declared_to_hold() =>
        Writes<IReadOnlyList<Happening>>(new Joined[] { new(1, "#a") }, "91 92 00 92 01 a22361");

    [Theory]
    [InlineData(0, "80")]
    [InlineData(15, "8f")]
    [InlineData(16, "de0010")]
    [InlineData(65_535, "deffff")]
    [InlineData(65_536, "df00010000")]
    public void A_map_takes_the_shortest_header(int count, string header)
    {
        var map = Enumerable.Range(0, count).ToDictionary(i => i, i => i);
        byte[] bytes = MessagePackSerializer.Serialize(map);
        Assert.StartsWith(header, Convert.ToHexString(bytes), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(map, MessagePackSerializer.Deserialize<Dictionary<int, int>>(bytes));
    }

    [Fact]
    public void Every_kind_of_dictionary_is_the_same_map()
    {
        var map = new Dictionary<string, int> { ["a"] = 1, ["b"] = -1 };
        const string hex = "82 a161 01 a162 ff";
        Same(map, hex);
        Same<IDictionary<string, int>>(map, hex);
        Same<IReadOnlyDictionary<string, int>>(map, hex);
        Same<Dictionary<string, int>?>(null, "c0");
        Same(new Dictionary<ulong, Pair> { [5] = new("x", 1) }, "81 05 92 a178 01");
    }

    [Fact]
    public void A_map_with_a_key_twice_or_nil_is_refused()
    {
        Refuses<Dictionary<int, int>>("82 01 01 01 02");
        Refuses<IReadOnlyDictionary<string, int>>("81 c0 01");
    }

    [Fact]
    public void A_set_takes_an_element_twice() => Reads<HashSet<int>>("92 01 01", [1]);

    [Fact]
    public void A_tuple_is_an_array_of_exactly_its_length()
    {
        Same((1, "a", 2.5), "93 01 a161 cb4004000000000000");
        Same(Tuple.Create(1, "a"), "92 01 a161");
        Same(KeyValuePair.Create(1, "a"), "92 01 a161");
        Same<Tuple<int>?>(null, "c0");
        Same<(int, int)?>(null, "c0");
        Refuses<(int, int)>("91 01");
        Refuses<(int, int)>("93 01 02 03");
        Refuses<KeyValuePair<int, int>>("93 01 02 03");
        Refuses<(int, int)>("c0");
    }

    [Fact]
    public void A_map_is_no_array_and_an_array_no_map()
    {
        Refuses<List<int>>("80");
        Refuses<Dictionary<int, int>>("90");
        Refuses<int[]>("a161");
    }
}
