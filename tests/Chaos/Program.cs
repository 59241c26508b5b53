using IrcNats.Chaos;
using IrcNats.Hosting;

if (ChaosOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
try
{
    return await ChaosRun.RunAsync(ChaosOptions.From(values));
}
catch (OptionException wrong)
{
    return ChaosOptions.Table.Complain(wrong);
}
