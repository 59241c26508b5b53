using IrcNats.Hosting;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>The leaf's command line and environment.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void A_name_is_enough()
    {
        LeafOptions options = Read("--name", "leaf-1");
        Assert.Equal("leaf-1", options.Name);
        Assert.Equal("nats://127.0.0.1:4222", options.Bus.Url);
        Assert.Equal("irc", options.Bus.Network);
        Assert.Equal("127.0.0.1:6667", Assert.Single(options.Listen).ToString());
        Assert.Empty(options.ListenTls);
        Assert.Null(options.MaxClients);
    }

    [Fact]
    public void Listeners_may_be_many()
    {
        LeafOptions options = Read("--name=a", "--listen", "[::1]:6667", "--listen=*:7000", "--max-clients", "5");
        Assert.Equal(["[::1]:6667", "*:7000"], options.Listen.Select(l => l.ToString()));
        Assert.Equal(5, options.MaxClients);
    }

    [Fact]
    public void The_environment_speaks_where_the_command_line_does_not()
    {
        Dictionary<string, string> environment = new()
        {
            ["IRCNATS_NAME"] = "ignored",
            ["IRCNATS_LISTEN"] = "127.0.0.1:1, 127.0.0.1:2",
            ["IRCNATS_NATS_URL"] = "nats://far:1",
        };
        OptionValues values = LeafOptions.Table.Read(["--name", "said"], environment.GetValueOrDefault);
        LeafOptions options = LeafOptions.From(values);
        Assert.Equal("said", options.Name);
        Assert.Equal(["127.0.0.1:1", "127.0.0.1:2"], options.Listen.Select(l => l.ToString()));
        Assert.Equal("nats://far:1", options.Bus.Url);
    }

    [Fact]
    public void A_password_of_Cassandra_is_shown_to_nobody()
    {
        Dictionary<string, string> environment = new() { ["IRCNATS_CASSANDRA_PASSWORD"] = "not to be seen" };
        LeafOptions options = LeafOptions.From(LeafOptions.Table.Read(
            ["--name", "a", "--cassandra-user", "leaf"], environment.GetValueOrDefault));
        Assert.Equal(("leaf", "not to be seen"), (options.Cassandra.User, options.Cassandra.Password));
        Assert.DoesNotContain("not to be seen", options.ToString());
    }

    [Theory]
    [InlineData("", "option --name NAME is required")]
    [InlineData("--name", "option --name needs a value")]
    [InlineData("--name a --name b", "option --name is given twice")]
    [InlineData("--name a.b", "--name a.b: 1 to 32 letters, digits, '-' and '_' only")]
    [InlineData("--name a --lisen *:1", "unknown option '--lisen'")]
    [InlineData("--name a --listen 6667", "--listen 6667: not HOST:PORT")]
    [InlineData("--name a --listen ::1:6667", "--listen ::1:6667: an IPv6 address stands in brackets")]
    [InlineData("--name a --listen 127.0.0.1:70000", "--listen 127.0.0.1:70000: not HOST:PORT")]
    [InlineData("--name a --listen localhost:1", "--listen localhost:1: HOST is an IP address")]
    [InlineData("--name a --max-clients 0", "--max-clients 0: not a whole number from 1")]
    [InlineData("--name a --log-level loud", "--log-level loud: not one of trace, debug, information")]
    [InlineData("--name a --tls-cert /nowhere", "--tls-cert /nowhere: no such file")]
    [InlineData("--name a --listen-tls *:6697", "--listen-tls needs --tls-cert and --tls-key")]
    [InlineData("--name a --nats-password x", "--nats-password needs --nats-user")]
    [InlineData("--name a --cassandra-password x --cassandra-password-file /dev/null",
        "--cassandra-password and --cassandra-password-file: one of the two")]
    [InlineData("--name a --cassandra-password-file /dev/null", "--cassandra-password-file: /dev/null is empty")]
    [InlineData("--name a --cassandra-tls-ca /nowhere", "--cassandra-tls-ca /nowhere: no such file")]
    public void What_is_wrong_is_named(string line, string message)
    {
        string[] args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(message, Assert.Throws<OptionException>(() => Read(args)).Message);
    }

    [Fact]
    public void Help_names_every_option_and_its_default()
    {
        string help = LeafOptions.Table.Help();
        foreach (Option option in LeafOptions.ForClients.Concat(CommonOptions.All))
            Assert.Contains($"--{option.Name} ", help);
        Assert.Contains("default nats://127.0.0.1:4222", help);
        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 120, line));
    }

    [Theory]
    [InlineData(1024, null, 724)]
    [InlineData(20_000, 100, 100)]
    public void Clients_fit_below_the_limit_of_open_files(int limit, int? asked, int capacity) =>
        Assert.Equal(capacity, Admission.CapacityFor(limit, asked));

    [Theory]
    [InlineData(200, null)]
    [InlineData(1024, 1000)]
    public void More_clients_than_open_files_are_refused(int limit, int? asked) =>
        Assert.Throws<OptionException>(() => Admission.CapacityFor(limit, asked));

    private static LeafOptions Read(params string[] args) => LeafOptions.From(LeafOptions.Table.Read(args, _ => null));
}
