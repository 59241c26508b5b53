using IrcNats.Commands;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Transcripts;

/// <summary>The configuration of every transcript; tests/transcripts.yaml says the same for real processes.</summary>
public static class TestConfig
{
    public static NetworkConfig Public { get; } = new()
    {
        NetworkName = "Test",
        ServerName = "irc.test",
        ServerDescription = "test server",
        DefaultUserModes = UserModes.None,
        Admin = new AdminConfig { Name = "Test network", Description = "not a real one", Email = "admin@irc.test" },
        Transport = new TransportConfig
        {
            Gateways =
            [
                new GatewayConfig { Name = "web", Hosts = ["127.0.0.1"], NeedsPassword = true, AcceptHostname = true },
            ],
        },
        Session = new SessionConfig { Fakelag = new FakelagConfig { Enabled = false }, ConnectionsPerAddress = 0 },
    };

    /// <summary>The outside's part: two oper blocks, one with a host, one gateway, and no server password.</summary>
    /// <param name="entryAt">Reads the log; null where there is none to read.</param>
    public static Proof Prove(Request request, Func<ulong, byte[]?>? entryAt = null) => new(true, OperOf(request.Ask))
    {
        Host = request.Ask is ClientLine { Line: Staff } ? "staff.irc.test" : null,
        Cited = Citation.SeqOf(request.Ask) is { } seq ? Citation.In(entryAt?.Invoke(seq), request.Ask) : null,
        GatewayIsWrong = request.Ask is SessionOpened { Gateway: not null, GatewayPassword: not "rootpassword" },
    };

    private static Oper? OperOf(Ask ask) => ask switch
    {
        ClientLine { Line: "OPER root rootpassword" } => new Oper("root", "is a server operator"),
        ClientLine { Line: Staff } => new Oper("staff", "is a server operator"),
        _ => null,
    };

    private const string Staff = "OPER staff staffpassword";
}
