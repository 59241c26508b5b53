namespace Cassandra.Protocol;

/// <summary>What goes with a query, a prepared query or a batch.</summary>
internal sealed record QueryParameters
{
    private const int HasValues = 0x01, SkipMetadata = 0x02, HasPageSize = 0x04, HasPagingState = 0x08,
        HasSerialConsistency = 0x10, HasTimestamp = 0x20, HasNames = 0x40;

    public static readonly QueryParameters Plain = new();

    public ConsistencyLevel Consistency { get; init; } = ConsistencyLevel.One;

    public IReadOnlyList<WireValue> Values { get; init; } = [];

    /// <summary>The markers' names, one for each value; nothing when the values are in the markers' order.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The answer need not say what its columns are; only version 5 says when they have changed.</summary>
    public bool AreColumnsKnown { get; init; }

    /// <summary>Nothing: everything in one page.</summary>
    public int? PageSize { get; init; }

    public byte[]? PagingState { get; init; }

    /// <summary>Nothing: the server's own default, which is SERIAL.</summary>
    public ConsistencyLevel? SerialConsistency { get; init; }

    /// <summary>In microseconds since 1970; nothing: the server's clock.</summary>
    public long? Timestamp { get; init; }

    public void Write(BodyWriter to, byte version)
    {
        to.Short((int)Consistency);
        int flags = Flags(version);
        if (version >= 5) to.Int(flags);
        else to.Byte((byte)flags);
        WriteValues(to);
        if (PageSize is { } size) to.Int(size);
        if (PagingState is not null) to.Bytes(PagingState);
        if (SerialConsistency is { } serial) to.Short((int)serial);
        if (Timestamp is { } timestamp) to.Long(timestamp);
    }

    private void WriteValues(BodyWriter to)
    {
        if (Values.Count == 0) return;
        to.Short(Values.Count);
        for (int i = 0; i < Values.Count; i++)
        {
            if (Names is not null) to.Text(Names[i]);
            Values[i].Write(to);
        }
    }

    private int Flags(byte version) =>
        (Values.Count > 0 ? HasValues : 0)
        | (Values.Count > 0 && Names is not null ? HasNames : 0)
        | (AreColumnsKnown && version >= 5 ? SkipMetadata : 0)
        | (PageSize is not null ? HasPageSize : 0)
        | (PagingState is not null ? HasPagingState : 0)
        | (SerialConsistency is not null ? HasSerialConsistency : 0)
        | (Timestamp is not null ? HasTimestamp : 0);
}
