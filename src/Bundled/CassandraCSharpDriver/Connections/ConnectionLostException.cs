using System.Net;

namespace Cassandra.Connections;

/// <summary>A connection ended before the answer came; whether the request was carried out is not known.</summary>
internal sealed class ConnectionLostException(IPEndPoint address, Exception reason)
    : DriverException($"The connection to {address} ended: {reason.Message}", reason);
