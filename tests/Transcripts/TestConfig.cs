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

    /// <summary>Certificates: what two oper blocks take, and what makes an operator of who connects.</summary>
    public const string Certfp = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        AutomaticCertfp = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    /// <summary>The outside's part: oper blocks of every kind, one gateway, and no server password.</summary>
    /// <param name="entryAt">Reads the log; null where there is none to read.</param>
    public static Proof Prove(Request request, Func<ulong, byte[]?>? entryAt = null) => new(true, OperOf(request.Ask))
    {
        Certfp = request.Ask is ClientLine { Line: "OPER card" or "OPER both rootpassword" } ? Certfp : null,
        Cited = Citation.SeqOf(request.Ask) is { } seq ? Citation.In(entryAt?.Invoke(seq), request.Ask) : null,
        GatewayIsWrong = request.Ask is SessionOpened { Gateway: not null, GatewayPassword: not "rootpassword" },
    };

    private static Oper? OperOf(Ask ask) => ask switch
    {
        ClientLine { Line: "OPER root rootpassword" } => new Oper("root", "is a server operator"),
        ClientLine { Line: "OPER staff staffpassword" } => new Oper("staff", "is a server operator")
        {
            Host = "staff.irc.test",
        },
        ClientLine { Line: "OPER mod rootpassword" } => new Oper("mod", "is a Moderator")
        {
            Capabilities = OperCapabilities.Kill | OperCapabilities.NoFakelag,
        },
        ClientLine { Line: "OPER shy rootpassword" } => new Oper("shy", "is a server operator") { IsHidden = true },
        ClientLine { Line: "OPER card" } => new Oper("card", "is a server operator"),
        ClientLine { Line: "OPER both rootpassword" } => new Oper("both", "is a server operator"),
        SessionOpened { Certfp: AutomaticCertfp } => new Oper("auto", "is a server operator")
        {
            Host = "auto.irc.test",
        },
        _ => null,
    };
}
