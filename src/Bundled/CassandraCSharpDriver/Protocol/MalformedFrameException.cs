namespace Cassandra.Protocol;

/// <summary>The server sent bytes that the protocol does not allow; the connection ends.</summary>
internal sealed class MalformedFrameException(string message) : DriverException(message);
