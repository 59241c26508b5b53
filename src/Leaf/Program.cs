using System.Runtime.InteropServices;
using IrcNats.Hosting;
using IrcNats.Leaf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

if (LeafOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
LeafOptions options;
MetricsDoor? door;
try
{
    options = LeafOptions.From(values);
    door = MetricsDoor.Open(values);
}
catch (OptionException wrong)
{
    return LeafOptions.Table.Complain(wrong);
}

using MetricsDoor? metrics = door;
HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(settings: null);
builder.Logging
    .SetMinimumLevel(values.Get(CommonOptions.MinLogLevel))
    .AddFilter("Microsoft", LogLevel.Warning)
    .AddSimpleConsole(console =>
    {
        (console.SingleLine, console.UseUtcTimestamp) = (true, true);
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
    });
// Standard output is for the ready line.
builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
builder.Services
    .AddSingleton(options)
    .AddSingleton(TimeProvider.System)
    .AddSingleton<LeafHost>()
    .AddHostedService(services => services.GetRequiredService<LeafHost>());

IHost process = builder.Build();
LeafHost leaf = process.Services.GetRequiredService<LeafHost>();
using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
{
    context.Cancel = true;
    leaf.RefreshCertificates();
});
await process.RunAsync();
return leaf.ExitCode;
