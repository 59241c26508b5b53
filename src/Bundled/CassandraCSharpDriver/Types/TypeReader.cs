using Cassandra.Protocol;

namespace Cassandra.Types;

/// <summary>Reads what type a column has.</summary>
internal static class TypeReader
{
    public static CqlType Read(ref BodyReader body, int depth = 0)
    {
        if (depth > ProtocolLimits.TypeDepthMax)
            throw new MalformedFrameException($"The server nested types more than {ProtocolLimits.TypeDepthMax} deep.");
        ColumnTypeCode code = (ColumnTypeCode)body.Short();
        if (ScalarTypes.Find(code) is { } scalar) return scalar;
        switch (code)
        {
            case ColumnTypeCode.List or ColumnTypeCode.Set:
                return new SequenceType(code, Read(ref body, depth + 1));
            case ColumnTypeCode.Map:
                CqlType key = Read(ref body, depth + 1);
                return new MapType(key, Read(ref body, depth + 1));
            case ColumnTypeCode.Custom:
                return new OpaqueType(code, body.Text());
            case ColumnTypeCode.Udt:
                return ReadUserType(ref body, depth);
            case ColumnTypeCode.Tuple:
                for (int count = body.Short(); count > 0; count--) Read(ref body, depth + 1);
                return new OpaqueType(code, "tuple");
            case ColumnTypeCode.Decimal or ColumnTypeCode.Varint or ColumnTypeCode.Date or ColumnTypeCode.Time
                or ColumnTypeCode.Duration:
                return new OpaqueType(code, $"{code}".ToLowerInvariant());
            default:
                throw new MalformedFrameException($"The server named a type 0x{(int)code:x4}.");
        }
    }

    private static OpaqueType ReadUserType(ref BodyReader body, int depth)
    {
        string name = $"{body.Text()}.{body.Text()}";
        for (int count = body.Short(); count > 0; count--)
        {
            body.Text();
            Read(ref body, depth + 1);
        }

        return new OpaqueType(ColumnTypeCode.Udt, name);
    }
}
