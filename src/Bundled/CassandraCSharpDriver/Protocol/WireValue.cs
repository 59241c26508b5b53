namespace Cassandra.Protocol;

/// <summary>A value of a request, encoded; or null; or not set, which leaves a column as it is.</summary>
internal readonly struct WireValue
{
    public static readonly WireValue Null = new(null, isSet: true), NotSet = new(null, isSet: false);

    public WireValue(byte[] bytes) : this(bytes, isSet: true)
    {
    }

    private WireValue(byte[]? bytes, bool isSet) => (Bytes, IsSet) = (bytes, isSet);

    public byte[]? Bytes { get; }

    public bool IsSet { get; }

    public void Write(BodyWriter to)
    {
        if (!IsSet) to.NotSet();
        else if (Bytes is null) to.Null();
        else to.Bytes(Bytes);
    }
}
