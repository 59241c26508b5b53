using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>Everything this client logs. Next free id: 6.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected to {Server}")]
    public static partial void Connected(this ILogger logger, string server);

    [LoggerMessage(2, LogLevel.Warning, "Lost the connection to {Server}: {Reason}")]
    public static partial void Disconnected(this ILogger logger, string server, string reason);

    [LoggerMessage(3, LogLevel.Debug, "Could not connect to {Server}: {Reason}")]
    public static partial void ConnectFailed(this ILogger logger, string server, string reason);

    [LoggerMessage(4, LogLevel.Error, "An event handler failed")]
    public static partial void EventHandlerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The subscription to {Subject} ends because its receiver failed")]
    public static partial void ReceiverFailed(this ILogger logger, string subject, Exception exception);
}
