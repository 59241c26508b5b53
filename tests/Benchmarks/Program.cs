using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using IrcNats.Benchmarks;
using Perfolizer.Horology;

// Usage: dotnet run -c Release --project tests/Benchmarks [-- --filter '*Masks*'] [other options of BenchmarkDotNet]
//        dotnet run -c Release --project tests/Benchmarks -- history [MESSAGES [TARGETS [CASSANDRA]]]

if (args is ["history", .. var rest])
{
    int messages = rest is [var m, ..] ? int.Parse(m, CultureInfo.InvariantCulture) : 1_000_000;
    int targets = rest is [_, var t, ..] ? int.Parse(t, CultureInfo.InvariantCulture) : 1000;
    await HistoryLoad.RunAsync(messages, targets, rest is [_, _, var host] ? host : null);
    return;
}

// In this process: otherwise each benchmark is a project of its own that has to be restored and built. It is the
// default, which options such as --iterationCount change.
Job job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)
    .WithClock(new CpuClock())
    .WithIterationTime(TimeInterval.FromMilliseconds(250))
    .AsDefault();
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    // Whatever the runtime does beside a benchmark only makes it dearer.
    .AddColumn(StatisticColumn.Min)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
BenchmarkSwitcher.FromAssembly(typeof(Lines).Assembly).Run(args is [] ? ["--filter", "*"] : args, config);
