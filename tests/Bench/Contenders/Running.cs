namespace IrcNats.Bench;

/// <summary>A contender that lets clients in.</summary>
/// <param name="Version">What it is, with its number.</param>
/// <param name="Servers">Where it listens, as ircload is told it.</param>
/// <param name="Processes">All that count as the server: their names and pids.</param>
/// <param name="Owned">What is ended with it, the last first.</param>
sealed record Running(
    string Version, string Servers, IReadOnlyList<(string Name, int Pid)> Processes, IReadOnlyList<IDisposable> Owned)
    : IDisposable
{
    public void Dispose()
    {
        foreach (IDisposable owned in Owned.Reverse()) owned.Dispose();
    }
}
