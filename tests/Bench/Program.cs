using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using IrcNats.Bench;
using IrcNats.Hosting;

// Usage: dotnet run -c Release --project tests/Bench [-- --help]

[assembly: SupportedOSPlatform("linux")]

if (MeasureOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
using PosixSignalRegistration interrupted = Stopping.On(PosixSignal.SIGINT);
using PosixSignalRegistration terminated = Stopping.On(PosixSignal.SIGTERM);
using PosixSignalRegistration hungUp = Stopping.On(PosixSignal.SIGHUP);
try
{
    return MeasureRun.Run(MeasureOptions.From(values));
}
catch (OptionException wrong)
{
    return MeasureOptions.Table.Complain(wrong);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 1;
}
