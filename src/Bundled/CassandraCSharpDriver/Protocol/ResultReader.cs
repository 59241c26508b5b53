using Cassandra.Types;

namespace Cassandra.Protocol;

/// <summary>Reads results: rows and what their columns are, prepared queries.</summary>
internal static class ResultReader
{
    private const int GlobalTable = 0x01, HasMorePages = 0x02, NoMetadata = 0x04, MetadataChanged = 0x08;

    private const int Void = 1, Rows = 2, SetKeyspace = 3, Prepared = 4, SchemaChange = 5;

    // The shortest column: an empty name and the number of a type.
    private const int ColumnBytesMin = 4;

    public static Response Read(ref BodyReader body, Envelope envelope, ResultColumns? known)
    {
        int kind = body.Int();
        return kind switch
        {
            Void => new VoidResponse(),
            Rows => ReadRows(ref body, envelope, known),
            SetKeyspace => new KeyspaceResponse(body.Text()),
            Prepared => ReadPrepared(ref body, envelope.Version),
            SchemaChange => new SchemaChangeResponse(),
            _ => throw new MalformedFrameException($"The server sent a result of the kind {kind}."),
        };
    }

    private static RowsResponse ReadRows(ref BodyReader body, Envelope envelope, ResultColumns? known)
    {
        (ResultColumns columns, byte[]? pagingState) = ReadColumns(ref body, known);
        int count = body.Count("rows", 4 * Math.Max(1, columns.Specs.Count));
        if (count > ProtocolLimits.RowsMax)
            throw new MalformedFrameException($"The server sent {count} rows in one page: ask for smaller pages.");
        int start = body.Position;
        for (long values = (long)count * columns.Specs.Count; values > 0; values--) body.SkipBytes();
        return new RowsResponse(columns, pagingState, envelope.Body, start, count);
    }

    private static (ResultColumns Columns, byte[]? PagingState) ReadColumns(ref BodyReader body, ResultColumns? known)
    {
        int flags = body.Int(), count = ColumnCount(ref body, (flags & NoMetadata) != 0);
        byte[]? pagingState = (flags & HasMorePages) != 0 ? body.Bytes() : null;
        byte[] id = (flags & MetadataChanged) != 0 ? body.ShortBytes() : [];
        if ((flags & NoMetadata) == 0) return (new ResultColumns(ReadSpecs(ref body, flags, count), id), pagingState);
        if (count == 0) return (ResultColumns.None, pagingState);
        if (known is null || known.Specs.Count != count)
        {
            throw new MalformedFrameException(
                $"The server left out what the {count} columns of a result are, though "
                + (known is null ? "nobody allowed it." : $"{known.Specs.Count} are known."));
        }

        return (known, pagingState);
    }

    private static PreparedResponse ReadPrepared(ref BodyReader body, byte version)
    {
        byte[] id = body.ShortBytes();
        byte[] columnsId = version >= 5 ? body.ShortBytes() : [];
        int flags = body.Int(), count = ColumnCount(ref body, isLeftOut: false);
        int keys = body.Count("parts of a key", 2);
        int[] routing = new int[keys];
        for (int i = 0; i < keys; i++) routing[i] = body.Short();
        ColumnSpec[] markers = ReadSpecs(ref body, flags, count);
        if (routing.Any(index => index >= count))
            throw new MalformedFrameException($"The server named a part of the key that none of {count} markers is.");
        (ResultColumns columns, _) = ReadColumns(ref body, known: null);
        return new PreparedResponse(id, markers, routing, columns with { Id = columnsId });
    }

    private static int ColumnCount(ref BodyReader body, bool isLeftOut)
    {
        int count = body.Count("columns", isLeftOut ? 0 : ColumnBytesMin);
        if (count > ProtocolLimits.ColumnsMax)
            throw new MalformedFrameException($"The server announced {count} columns.");
        return count;
    }

    private static ColumnSpec[] ReadSpecs(ref BodyReader body, int flags, int count)
    {
        bool isGlobal = (flags & GlobalTable) != 0;
        string keyspace = isGlobal ? body.Text() : "", table = isGlobal ? body.Text() : "";
        ColumnSpec[] specs = new ColumnSpec[count];
        for (int i = 0; i < count; i++)
        {
            specs[i] = isGlobal
                ? new ColumnSpec(keyspace, table, body.Text(), TypeReader.Read(ref body))
                : new ColumnSpec(body.Text(), body.Text(), body.Text(), TypeReader.Read(ref body));
        }

        return specs;
    }
}
