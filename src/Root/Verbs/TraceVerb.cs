using System.Runtime.InteropServices;
using System.Text;
using IrcNats.Hosting;
using IrcNats.Adapters;
using IrcNats.Root.Tracing;

namespace IrcNats.Root.Verbs;

/// <summary>`trace`: follows a network on the bus and prints what happens, until SIGINT or SIGTERM.</summary>
static class TraceVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (TraceOptions.Table.Start(args, out int exitCode) is not { } values) return exitCode;
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupted = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminated = StopOn(PosixSignal.SIGTERM, stop);
        try
        {
            await FollowAsync(TraceOptions.Of(values), TimeProvider.System, stop.Token);
            return 0;
        }
        catch (OptionException wrong)
        {
            return TraceOptions.Table.Complain(wrong);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"ircnats-root trace: {e.Message}");
            return 1;
        }
    }

    private static async Task FollowAsync(TraceOptions options, TimeProvider time, CancellationToken stop)
    {
        await using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false), 32 * 1024);
        await using TraceBus bus = await TraceBus.ConnectAsync(options.Bus, time, stop);
        await Console.Error.WriteLineAsync(
            $"ircnats-root trace: listening to network {options.Bus.Network}; Ctrl-C ends it");
        Tracer tracer = new(output, options.Only, time, options.Syncs);
        ulong shown = options.From is { } from ? await ShowLogAsync(bus, from, tracer, stop) : 0;
        await output.FlushAsync(stop);
        while (await bus.Messages.WaitToReadAsync(stop))
        {
            while (bus.Messages.TryRead(out Seen seen))
                if (seen.Sequence == 0 || seen.Sequence > shown) tracer.Take(seen);
            if (bus.TakeLost() is > 0 and var lost)
                await Console.Error.WriteLineAsync($"ircnats-root trace: too slow, {lost} messages are not shown");
            await output.FlushAsync(stop);
        }
    }

    private static async Task<ulong> ShowLogAsync(TraceBus bus, ulong from, Tracer tracer, CancellationToken stop)
    {
        ulong last = 0;
        await foreach (Seen seen in bus.LogAsync(from).WithCancellation(stop))
        {
            stop.ThrowIfCancellationRequested();
            tracer.Take(seen);
            last = seen.Sequence;
        }

        return last;
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
