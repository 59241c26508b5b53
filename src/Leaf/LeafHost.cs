using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf;

/// <summary>
/// The leaf as the one service of its process. When the leaf ends, the process ends, with an exit code.
/// </summary>
sealed class LeafHost(LeafOptions options, ILoggerFactory logs, TimeProvider time, IHostApplicationLifetime process)
    : BackgroundService
{
    private readonly LeafService _leaf = new(options, new NatsBuses(options.Bus, time), logs, time);

    /// <summary>0 stopped; 1 failed; 2 the options cannot be carried out here; 4 its build is too old.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Carries out SIGHUP.</summary>
    public void RefreshCertificates() => _leaf.RefreshCertificates();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _leaf.RunAsync(stoppingToken);
        }
        catch (OptionException wrong)
        {
            ExitCode = LeafOptions.Table.Complain(wrong);
        }
        catch (TooOldException old)
        {
            ExitCode = BuildLevel.TooOldExit;
            Log.TooOld(logs.CreateLogger<LeafHost>(), old.Message);
        }
        catch (Exception fault)
        {
            ExitCode = 1;
            Log.Failed(logs.CreateLogger<LeafHost>(), fault);
        }
        finally
        {
            process.StopApplication();
        }
    }
}
