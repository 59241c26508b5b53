namespace Cassandra.Protocol;

/// <summary>The versions that are spoken here, and how much a server may make us hold.</summary>
internal static class ProtocolLimits
{
    public const byte OldestVersion = 4, NewestVersion = 5;

    /// <summary>The protocol allows 256 MiB; a page that size is a mistake, of ours or of a broken server.</summary>
    public const int BodyLengthMax = 64 * 1024 * 1024;

    /// <summary>What the protocol allows a request to have; servers take less, and say so.</summary>
    public const int RequestLengthMax = 256 * 1024 * 1024;

    /// <summary>Rows of one page: empty ones would take more room here than in the message.</summary>
    public const int RowsMax = 1_000_000;

    /// <summary>A version 5 frame names its payload's length in 17 bits.</summary>
    public const int FramePayloadMax = 128 * 1024 - 1;

    /// <summary>A list of lists of lists …: deeper ones would overflow the stack, which ends the process.</summary>
    public const int TypeDepthMax = 16;

    /// <summary>Columns of a result or markers of a statement; a [short] counts the values of a request.</summary>
    public const int ColumnsMax = ushort.MaxValue;
}
