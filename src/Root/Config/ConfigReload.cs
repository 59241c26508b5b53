using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Config;

/// <summary>
/// Reads a root's configuration file again (SIGHUP, REHASH). If it is bad, the faults are logged and nothing changes.
/// </summary>
sealed class ConfigReload(string file, LoadedConfig current, Action<LoadedConfig> apply, ILogger log)
{
    // A signal and an operator may ask for it at the same time.
    private readonly Lock _reading = new();

    /// <summary>What is wrong with the file, line by line; or that it holds now, and notes on it.</summary>
    public IReadOnlyList<string> Run()
    {
        lock (_reading) return Read();
    }

    private IReadOnlyList<string> Read()
    {
        try
        {
            LoadedConfig next = ConfigReader.ReadFile(file);
            if (next.Public.Casemapping != current.Public.Casemapping)
                throw new ConfigException([new ConfigError(
                    file, 1, "server.casemapping", "cannot change: names that differ could become the same")]);
            if (StoreOf(next) != StoreOf(current))
                throw new ConfigException([new ConfigError(
                    file, 1, "datastore.cassandra",
                    $"the archive cannot go from {StoreOf(current)} to {StoreOf(next)} while the network runs: stop "
                    + "the roots, move it with 'ircnats-root history', and start them again")]);
            apply(next);
            ConfigLog.Reread(log, file);
            foreach (ConfigError note in next.Notes) ConfigLog.Noted(log, note);
            return ["the configuration was read again and holds", .. next.Notes.Select(n => n.ToString())];
        }
        catch (ConfigException wrong)
        {
            foreach (ConfigError error in wrong.Errors) ConfigLog.Refused(log, error);
            return ["the configuration stays as it was", .. wrong.Errors.Select(e => e.ToString())];
        }
    }

    // How Cassandra is reached may change.
    private static string StoreOf(LoadedConfig config) => config.Public.Datastore.Cassandra is { Enabled: true } there
        ? $"Cassandra's keyspace {there.Keyspace}"
        : "beside the log";
}
