using MessagePack;

namespace IrcNats.Bundled.Tests.MessagePackContract;

/// <summary>
/// What the official package's analyzer refuses to compile, the stand-in refuses when the type is first used, and
/// says why.
/// </summary>
public sealed class RefusedTypesTests
{
    [Fact]
    public void A_public_member_needs_an_attribute() =>
        Refused<Forgotten>("needs [Key] or [IgnoreMember]", nameof(Forgotten.Name));

    [Fact]
    public void A_member_of_the_base_needs_an_attribute_even_when_its_override_has_one() =>
        Refused<Covered>("needs [Key] or [IgnoreMember]", nameof(Covered.Name));

    [Fact]
    public void Two_members_cannot_have_one_key() =>
        Refused<Twice>("the same key 0", nameof(Twice.First), nameof(Twice.Second));

    [Fact]
    public void A_key_is_no_negative_or_huge_number()
    {
        Refused<Negative>("key -1");
        Refused<Huge>("key 2000000000");
    }

    [Fact]
    public void A_constructor_must_fit_the_keys_in_their_order() => Refused<Crossed>("constructor fits");

    [Fact]
    public void A_union_is_for_what_is_abstract_and_names_its_own_subtypes_once()
    {
        Refused<Concrete>("not abstract");
        Refused<IStranger>("no subtype");
        Refused<IDouble>("there twice");
    }

    [Fact]
    public void A_type_inside_another_is_refused_too() => Refused<Boxed<Forgotten>>(nameof(Forgotten));

    private static void Refused<T>(params string[] reasons)
        where T : class
    {
        MessagePackSerializationException e = Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<T>(new byte[] { 0x91, 0x90 }));
        Assert.All(reasons, reason => Assert.Contains(reason, e.InnerException!.Message, StringComparison.Ordinal));
    }

    [MessagePackObject]
    public sealed record Forgotten([property: Key(0)] int Number)
    {
        public string Name => "";
    }

    public abstract record Bare
    {
        public virtual string Name => "";
    }

    [MessagePackObject]
    public sealed record Covered([property: Key(0)] int Number) : Bare
    {
        [IgnoreMember]
        public override string Name => "covered";
    }

    [MessagePackObject]
    public sealed record Twice([property: Key(0)] int First, [property: Key(0)] int Second);

    [MessagePackObject]
    public sealed record Negative([property: Key(-1)] int Number);

    [MessagePackObject]
    public sealed record Huge([property: Key(2_000_000_000)] int Number);

    [MessagePackObject]
    public sealed class Crossed(string text, int number)
    {
        [Key(0)]
        public int Number { get; } = number;

        [Key(1)]
        public string Text { get; } = text;
    }

    [MessagePackObject]
    [Union(0, typeof(Concrete))]
    public sealed record Concrete([property: Key(0)] int Number);

    [Union(0, typeof(Pair))]
    public interface IStranger;

    [Union(0, typeof(One))]
    [Union(0, typeof(Other))]
    public interface IDouble;

    [MessagePackObject]
    public sealed record One : IDouble;

    [MessagePackObject]
    public sealed record Other : IDouble;
}
