using IrcNats.Root.Config;
using Microsoft.Extensions.Logging;

namespace IrcNats.Integration.Tests.Root;

public sealed class ConfigReloadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-reload-");
    private readonly List<LoadedConfig> _applied = [];
    private readonly LineLog _log = new();

    private string File => Path.Combine(_folder.FullName, "test.yaml");

    [Fact]
    public void A_good_file_is_applied()
    {
        Reload("name: Changed", "");
        Assert.Equal("Changed", _applied.Single().Public.NetworkName);
        Assert.Equal([$"{File} was read again and is good"], _log.Lines);
    }

    [Fact]
    public void A_bad_file_is_told_of_line_by_line_and_changes_nothing()
    {
        IReadOnlyList<string> told = Reload("name: Changed", "nmae: x\nfakelag: on\n");
        Assert.Empty(_applied);
        Assert.Equal("the configuration stays as it was", told[0]);
        Assert.Equal(
            [$"{File}:3: nmae: unknown key", $"{File}:4: fakelag: a group of keys belongs here"], told.Skip(1));
        Assert.Equal(
            [
                $"{File}:3: nmae: unknown key (the old configuration stays in force)",
                $"{File}:4: fakelag: a group of keys belongs here (the old configuration stays in force)",
            ],
            _log.Lines);
    }

    [Fact]
    public void The_casemapping_of_a_running_network_cannot_change()
    {
        Reload("name: Test", "", "casemapping: rfc1459");
        Assert.Empty(_applied);
        Assert.Contains("server.casemapping: cannot change", _log.Lines.Single());
    }

    [Theory]
    [InlineData("enabled: yes, contact-points: [a.test]", "go from beside the log to Cassandra's keyspace ircnats")]
    [InlineData("keyspace: other", null)]
    public void A_running_network_keeps_its_archive(string cassandra, string? refused)
    {
        Reload("name: Test", $"datastore: {{ cassandra: {{ {cassandra} }} }}\n");
        Assert.Equal(refused is null, _applied.Count == 1);
        if (refused is not null) Assert.Contains($"datastore.cassandra: the archive cannot {refused}", _log.Lines[0]);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IReadOnlyList<string> Reload(string network, string rest, string server = "description: x")
    {
        LoadedConfig before = ConfigReader.Read("before.yaml", "network: { name: Test }\nserver: { name: irc.test }");
        System.IO.File.WriteAllText(File, $"network: {{ {network} }}\nserver: {{ name: irc.test, {server} }}\n{rest}");
        return new ConfigReload(File, before, _applied.Add, _log).Run();
    }

    private sealed class LineLog : ILogger
    {
        public List<string> Lines { get; } = [];
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
