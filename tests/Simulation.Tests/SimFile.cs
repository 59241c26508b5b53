using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The configuration file that all roots read: that of the transcripts, with an operator whose password changes now and
/// then.
/// </summary>
sealed class SimFile(NetworkConfig config, string password, int version = 0)
{
    /// <summary>The password that OPER root takes.</summary>
    public string Password => password;

    public LoadedConfig Config { get; } = new(config, TestConfig.Secrets with
    {
        Opers = new Dictionary<string, OperBlock>(TestConfig.Secrets.Opers, StringComparer.OrdinalIgnoreCase)
        {
            ["root"] = TestConfig.Secrets.Opers["root"] with { Password = Verifier.Of(password, 1) },
        },
    });

    /// <summary>An operator changes the password.</summary>
    public SimFile Changed() => new(config, $"password{version + 1}", version + 1);
}
