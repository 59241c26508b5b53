using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Config;

/// <summary>What is logged when the configuration is read again. Ids 100-109; the next free one is 103.</summary>
static partial class ConfigLog
{
    [LoggerMessage(100, LogLevel.Information, "{File} was read again and is good")]
    public static partial void Reread(ILogger log, string file);

    [LoggerMessage(101, LogLevel.Error, "{Error} (the old configuration stays in force)")]
    public static partial void Refused(ILogger log, ConfigError error);

    [LoggerMessage(102, LogLevel.Warning, "{Note}")]
    public static partial void Noted(ILogger log, ConfigError note);
}
