using FsCheck;
using FsCheck.Fluent;
using MessagePack;

namespace IrcNats.Bundled.Tests.MessagePackContract;

/// <summary>Whatever is written is read back alike, and takes exactly the bytes it wrote.</summary>
public sealed class RoundTripProperties
{
    private static readonly Gen<string?> Text = ArbMap.Default.ArbFor<string?>().Generator.Where(IsUnicode);
    private static readonly Gen<ulong> Number = ArbMap.Default.ArbFor<ulong>().Generator;

    private static readonly Gen<Pair?> Pairs =
        from text in Text
        from number in ArbMap.Default.ArbFor<int>().Generator
        from isNull in ArbMap.Default.ArbFor<bool>().Generator
        select isNull ? null : new Pair(text, number);

    private static readonly Gen<Happening?> Happenings = Gen.OneOf(
        from user in Number from channel in Text select (Happening?)new Joined(user, channel ?? ""),
        from user in Number from op in Number from why in Text select (Happening?)new Kicked(user, op, why),
        from name in Pairs select (Happening?)new Named(name),
        Gen.Constant<Happening?>(null));

    private static readonly Gen<Entry> Entries =
        from source in Text
        from target in Text
        from sequence in Number
        from time in ArbMap.Default.ArbFor<DateTime>().Generator
        from pair in Pairs
        from events in Happenings.ArrayOf()
        select new Entry(source, target, sequence, DateTime.SpecifyKind(time, DateTimeKind.Utc), pair, events);

    [Fact]
    public void Entries_survive() => Prop.ForAll(Entries.ToArbitrary(), entry =>
    {
        Entry read = RoundTrip(entry);
        return entry.Events.SequenceEqual(read.Events) && entry == read with { Events = entry.Events };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Entries_survive_in_pieces() => Prop.ForAll(Entries.ToArbitrary(), entry =>
    {
        var read = MessagePackSerializer.Deserialize<Entry>(Segments.Of(MessagePackSerializer.Serialize(entry)));
        return entry.Events.SequenceEqual(read.Events) && entry == read with { Events = entry.Events };
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_prefix_of_an_entry_is_refused() => Prop.ForAll(Entries.ToArbitrary(), entry =>
    {
        byte[] bytes = MessagePackSerializer.Serialize(entry);
        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length / 20))
        {
            Assert.Throws<MessagePackSerializationException>(
                () => MessagePackSerializer.Deserialize<Entry>(bytes.AsMemory(0, length)));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_skipped_entry_takes_as_many_bytes_as_it_wrote() => Prop.ForAll(Entries.ToArbitrary(), entry =>
    {
        byte[] bytes = MessagePackSerializer.Serialize(entry);
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        return reader.End;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scalars_survive()
    {
        Survives<long>();
        Survives<ulong>();
        Survives<int>();
        Survives<ushort>();
        Survives<sbyte>();
        Survives<char>();
        Survives<bool>();
        Survives<double>();
        Survives<float>();
        Survives<Guid>();
        Survives<TimeSpan>();
        Survives<DateTimeOffset>();
        Survives<int?>();
        Survives<byte[]>();
    }

    [Fact]
    public void Collections_survive()
    {
        Survives<int[]>();
        Survives<List<long>>();
        Survives<Dictionary<int, bool>>();
        Survives<(int, bool, double)>();
        Survives<List<int[]>>();
    }

    private static void Survives<T>() =>
        Prop.ForAll<T>(value => Assert.Equal(value, RoundTrip(value))).QuickCheckThrowOnFailure();

    private static T RoundTrip<T>(T value)
    {
        byte[] bytes = MessagePackSerializer.Serialize(value);
        var read = MessagePackSerializer.Deserialize<T>(bytes, out int count);
        Assert.Equal(bytes.Length, count);
        return read;
    }

    // An unpaired surrogate becomes U+FFFD on its way, so it cannot come back.
    private static bool IsUnicode(string? text) =>
        text is null || text.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);
}
