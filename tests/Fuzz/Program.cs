using IrcNats.Fuzz;
using IrcNats.Hosting;

return FuzzOptions.Table.Start(args, out int exitCode) is { } values
    ? FuzzRun.Run(FuzzOptions.From(values))
    : exitCode;
