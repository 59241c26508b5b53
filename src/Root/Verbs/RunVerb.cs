using System.Runtime.InteropServices;
using IrcNats.Hosting;
using IrcNats.Root.Config;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Verbs;

/// <summary>What the program does when no verb is named: it is a root, until it is stopped.</summary>
static class RunVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (RootOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
        try
        {
            RootOptions options = RootOptions.From(values);
            LoadedConfig config = ConfigReader.ReadFile(options.Config);
            await RunAsync(options, config);
            return Environment.ExitCode;
        }
        catch (OptionException wrong)
        {
            return RootOptions.Table.Complain(wrong);
        }
        catch (ConfigException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return OptionTable.UsageError;
        }
    }

    private static async Task RunAsync(RootOptions options, LoadedConfig config)
    {
        using Prover prover = new(config.Secrets);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => LogTo(logging, options.MinLogLevel));
        builder.Services.AddSingleton(services => new RootService(
            options, config, prover, services.GetRequiredService<ILoggerFactory>(), TimeProvider.System));
        builder.Services.AddHostedService(services => services.GetRequiredService<RootService>());
        using IHost host = builder.Build();
        ILogger log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("config");
        RootService root = host.Services.GetRequiredService<RootService>();
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Reload(options.Config, root, log);
        });
        await host.RunAsync();
    }

    private static void LogTo(ILoggingBuilder logging, LogLevel least) => logging.SetMinimumLevel(least)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        });

    private static void Reload(string file, RootService root, ILogger log)
    {
        try
        {
            root.Reconfigure(ConfigReader.ReadFile(file));
            ConfigLog.Reread(log, file);
        }
        catch (ConfigException wrong)
        {
            foreach (ConfigError error in wrong.Errors) ConfigLog.Refused(log, error);
        }
    }
}
