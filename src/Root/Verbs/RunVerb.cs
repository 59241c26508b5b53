using System.Runtime.InteropServices;
using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Leaf;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Root.Config;
using IrcNats.Root.Service;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IrcNats.Root.Verbs;

/// <summary>
/// The program without a verb: it is a root until it is stopped. Exit codes: 0 stopped, 1 it could not go on, 2 options
/// or configuration are wrong, 3 another root is active now, 4 this build is too old for the network.
/// </summary>
static class RunVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (RootOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
        try
        {
            RootOptions options = RootOptions.From(values);
            using MetricsDoor? metrics = MetricsDoor.Open(values);
            return await RunAsync(options, ConfigOf(options));
        }
        catch (OptionException wrong)
        {
            return RootOptions.Table.Complain(wrong);
        }
        catch (UnusableDataException wrong)
        {
            return RootOptions.Table.Complain(new OptionException(wrong.Message));
        }
        catch (ConfigException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return OptionTable.UsageError;
        }
    }

    private static LoadedConfig ConfigOf(RootOptions options) => options.Config is { } file
        ? ConfigReader.ReadFile(file)
        : new LoadedConfig(new NetworkConfig(), new RootSecrets(null, new Dictionary<string, OperBlock>()));

    private static async Task<int> RunAsync(RootOptions options, LoadedConfig config)
    {
        using IHost host = Build(options, config);
        RootService root = host.Services.GetRequiredService<RootService>();
        ILogger log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("config");
        foreach (ConfigError note in config.Notes) ConfigLog.Noted(log, note);
        ConfigReload reload = new(options.ConfigToReread, config, root.Reconfigure, log);
        root.RereadConfig = reload.Run;
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            root.RereadBySignal(reload.Run());
        });
        // Asked for now, because the host is disposed of after it has run.
        BackgroundService[] services = [.. host.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
        await host.RunAsync();
        foreach (BackgroundService service in services)
            if (service.ExecuteTask is { IsFaulted: true } ended) return CodeOf(ended.Exception.InnerException!);
        return 0;
    }

    private static IHost Build(RootOptions options, LoadedConfig config)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging
            .SetMinimumLevel(options.MinLogLevel)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddSimpleConsole(console =>
            {
                (console.SingleLine, console.UseUtcTimestamp) = (true, true);
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
        // Standard output is for the ready line.
        builder.Services.Configure<ConsoleLoggerOptions>(c => c.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddSingleton(services => BusesOf(options, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton(services => new RootService(
            options, config, services.GetRequiredService<IBuses>(), services.GetRequiredService<ILoggerFactory>(),
            TimeProvider.System));
        builder.Services.AddHostedService(services => services.GetRequiredService<RootService>());
        if (options.Leaf is { } leaf)
            builder.Services.AddHostedService(services => new LeafInRoot(
                leaf, services.GetRequiredService<IBuses>(), services.GetRequiredService<ILoggerFactory>(),
                TimeProvider.System));
        return builder.Build();
    }

    private static IBuses BusesOf(RootOptions options, ILoggerFactory logs) => options.Data is { } folder
        ? LocalBuses.Open(folder, options.Bus.Network, TimeProvider.System, logs.CreateLogger("file"))
        : new NatsBuses(options.Bus, TimeProvider.System) { Replicas = options.Replicas };

    private static int CodeOf(Exception end) => end switch
    {
        OptionException wrong => RootOptions.Table.Complain(wrong),
        UnusableDataException wrong => RootOptions.Table.Complain(new OptionException(wrong.Message)),
        TooOldException => BuildLevel.TooOldExit,
        _ => 1,
    };
}
