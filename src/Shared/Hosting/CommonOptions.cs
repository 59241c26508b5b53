using IrcNats.Adapters;
using Microsoft.Extensions.Logging;

namespace IrcNats.Hosting;

/// <summary>The options that root and leaf share: how they reach NATS, and what they log.</summary>
public static class CommonOptions
{
    private static readonly BusOptions s_default = new();

    public static readonly Option<string> NatsUrl =
        Choose.Text("nats-url", "URL", "NATS server; several with commas between") with { Default = s_default.Url };
    public static readonly Option<string> NatsUser = Choose.Text("nats-user", "NAME", "user that NATS knows us by");
    public static readonly Option<string> NatsPassword = Choose.Text(
        "nats-password", "TEXT", "its password; better in the environment, where no process list shows it");
    public static readonly Option<string> NatsToken = Choose.Text("nats-token", "TEXT", "token instead of a user");
    public static readonly Option<string> NatsNkeyFile =
        Choose.ExistingFile("nats-nkey-file", "nkey seed instead of a user");
    public static readonly Option<string> NatsTlsCa =
        Choose.ExistingFile("nats-tls-ca", "PEM: authority that signed the NATS server's certificate");
    public static readonly Option<string> NatsTlsCert =
        Choose.ExistingFile("nats-tls-cert", "PEM: our certificate for NATS");
    public static readonly Option<string> NatsTlsKey = Choose.ExistingFile("nats-tls-key", "PEM: its key");
    public static readonly Option<string> Network =
        Choose.Name("network", "the network: first word of every NATS subject") with { Default = s_default.Network };
    public static readonly Option<LogLevel> MinLogLevel =
        Choose.OneOf<LogLevel>("log-level", "LEVEL", "least level that is logged, on standard error") with
        {
            Default = "information",
        };

    public static readonly Option<bool> NoRehearsal = Choose.Switch(
        "no-rehearsal", "do not try all commands inside at the start: less CPU, but slower first commands");

    /// <summary>How NATS is reached.</summary>
    public static IReadOnlyList<Option> OfNats { get; } =
        [NatsUrl, NatsUser, NatsPassword, NatsToken, NatsNkeyFile, NatsTlsCa, NatsTlsCert, NatsTlsKey];

    /// <summary>All of them, as a program's table wants them.</summary>
    public static IReadOnlyList<Option> All { get; } = [.. OfNats, Network, MinLogLevel, NoRehearsal];

    /// <summary>How this process reaches NATS.</summary>
    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static BusOptions Bus(OptionValues values)
    {
        if (values.Find(NatsTlsCert) is null != values.Find(NatsTlsKey) is null)
            throw new OptionException("--nats-tls-cert and --nats-tls-key go together");
        if (values.Find(NatsUser) is null && values.Find(NatsPassword) is not null)
            throw new OptionException("--nats-password needs --nats-user");
        CheckSeed(values.Find(NatsNkeyFile));
        return new BusOptions
        {
            Url = values.Get(NatsUrl),
            User = values.Find(NatsUser),
            Password = values.Find(NatsPassword),
            Token = values.Find(NatsToken),
            NkeyFile = values.Find(NatsNkeyFile),
            TlsCa = values.Find(NatsTlsCa),
            TlsCert = values.Find(NatsTlsCert),
            TlsKey = values.Find(NatsTlsKey),
            Network = values.Get(Network),
        };
    }

    private static void CheckSeed(string? file)
    {
        try
        {
            if (file is not null) NkeyFile.Seed(file);
        }
        catch (InvalidDataException e)
        {
            throw new OptionException($"--nats-nkey-file: {e.Message}");
        }
    }
}
