using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace Cassandra.Types;

/// <summary>The scalar types: one row each.</summary>
internal static class ScalarTypes
{
    public static readonly ScalarType Text = OfText(ColumnTypeCode.Varchar, "text");

    public static IReadOnlyList<ScalarType> All { get; } =
    [
        Text,
        OfText(ColumnTypeCode.Ascii, "ascii"),
        OfText(ColumnTypeCode.Text, "text"),
        OfLong(ColumnTypeCode.Bigint, "bigint"),
        OfLong(ColumnTypeCode.Counter, "counter"),
        new(ColumnTypeCode.Blob, "blob", typeof(byte[]), 0, b => b.ToArray(), (to, v) => to.Raw((byte[])v)),
        new(ColumnTypeCode.Boolean, "boolean", typeof(bool), 1,
            b => b[0] != 0, (to, v) => to.Byte((bool)v ? (byte)1 : (byte)0)),
        new(ColumnTypeCode.Double, "double", typeof(double), 8,
            b => BinaryPrimitives.ReadDoubleBigEndian(b),
            (to, v) => to.Long(BitConverter.DoubleToInt64Bits((double)v))),
        new(ColumnTypeCode.Float, "float", typeof(float), 4,
            b => BinaryPrimitives.ReadSingleBigEndian(b), (to, v) => to.Int(BitConverter.SingleToInt32Bits((float)v))),
        new(ColumnTypeCode.Int, "int", typeof(int), 4,
            b => BinaryPrimitives.ReadInt32BigEndian(b), (to, v) => to.Int((int)v)),
        new(ColumnTypeCode.SmallInt, "smallint", typeof(short), 2,
            b => BinaryPrimitives.ReadInt16BigEndian(b), (to, v) => to.Short((ushort)(short)v)),
        new(ColumnTypeCode.TinyInt, "tinyint", typeof(sbyte), 1,
            b => (sbyte)b[0], (to, v) => to.Byte((byte)(sbyte)v)),
        new(ColumnTypeCode.Timestamp, "timestamp", typeof(DateTimeOffset), 8,
            b => Time(BinaryPrimitives.ReadInt64BigEndian(b)),
            (to, v) => to.Long(((DateTimeOffset)v).ToUnixTimeMilliseconds())),
        new(ColumnTypeCode.Uuid, "uuid", typeof(Guid), 16,
            b => new Guid(b, bigEndian: true), (to, v) => Write(to, (Guid)v), also: typeof(TimeUuid)),
        new(ColumnTypeCode.Timeuuid, "timeuuid", typeof(TimeUuid), 16,
            b => new TimeUuid(new Guid(b, bigEndian: true)), (to, v) => Write(to, ((TimeUuid)v).ToGuid()),
            also: typeof(Guid)),
        new(ColumnTypeCode.Inet, "inet", typeof(IPAddress), 0,
            b => Address(b), (to, v) => to.Raw(((IPAddress)v).GetAddressBytes())),
    ];

    private static readonly FrozenDictionary<ColumnTypeCode, ScalarType> s_byCode =
        All.ToFrozenDictionary(t => t.Code);

    // The first row of several with one type is what a value is taken for when nobody says.
    private static readonly FrozenDictionary<Type, ScalarType> s_byClr =
        All.DistinctBy(t => t.ClrType).ToFrozenDictionary(t => t.ClrType);

    public static ScalarType? Find(ColumnTypeCode code) => s_byCode.GetValueOrDefault(code);

    public static ScalarType? Find(Type clr) => s_byClr.GetValueOrDefault(clr);

    private static ScalarType OfText(ColumnTypeCode code, string name) => new(
        code, name, typeof(string), 0, b => Encoding.UTF8.GetString(b), (to, v) => Write(to, (string)v));

    private static ScalarType OfLong(ColumnTypeCode code, string name) => new(
        code, name, typeof(long), 8, b => BinaryPrimitives.ReadInt64BigEndian(b), (to, v) => to.Long((long)v));

    private static void Write(Protocol.BodyWriter to, string text) =>
        Encoding.UTF8.GetBytes(text, to.Take(Encoding.UTF8.GetByteCount(text)));

    private static void Write(Protocol.BodyWriter to, Guid guid) =>
        guid.TryWriteBytes(to.Take(16), bigEndian: true, out _);

    private static DateTimeOffset Time(long milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new InvalidTypeException($"A timestamp of {milliseconds} ms is outside the years 1 to 9999.", e);
        }
    }

    private static IPAddress Address(ReadOnlySpan<byte> bytes) => bytes.Length is 4 or 16
        ? new IPAddress(bytes)
        : throw new InvalidTypeException($"A value of the type inet has 4 or 16 bytes, not {bytes.Length}.");
}
