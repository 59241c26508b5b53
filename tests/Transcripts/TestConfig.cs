using System.Security.Cryptography;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Passwords;
using IrcNats.State;

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
        Admin = new AdminConfig
        {
            Name = "Test network", Description = "not a real one", Email = "admin@irc.test",
            Appeal = "appeals@irc.test",
        },
        Channels = new ChannelsConfig { Throttle = 0 },
        Accounts = new AccountsConfig
        {
            Registration = true, RegistrationAttempts = 0, Iterations = 4096, CustomEnforcement = true,
            AdditionalNicks = 2, AlwaysOn = OwnersChoice.OptIn,
            SealKey = RootsKey.Of(Secret).PublicKey(),
            Push = new PushConfig { Enabled = true, Most = 2, Key = RootsKey.Of(Secret).VapidPublicKey() },
        },
        Transport = new TransportConfig
        {
            Gateways =
            [
                new GatewayConfig { Name = "web", Hosts = ["127.0.0.1"], NeedsPassword = true, AcceptHostname = true },
            ],
        },
        Session = new SessionConfig
        {
            Fakelag = new FakelagConfig { Enabled = false }, ConnectionsPerAddress = 0,
            Throttle = new ThrottleConfig { Oper = 0, LoginAttempts = 0 },
            Classes =
            [
                new ConnectionClass
                {
                    Name = "narrow", Nets = ["198.18.5.0/24"], By = CameBy.Plain | CameBy.Tls, Clients = 1,
                    PerAddress = 1, MaxSendq = 64 * 1024, BurstLimit = 3, MessagesPerWindow = 1,
                },
            ],
        },
    };

    /// <summary>The same of a network where accounts need an e-mail address: for the transcripts in Mail.</summary>
    public static NetworkConfig WithMail { get; } = Public with
    {
        Accounts = Public.Accounts with
        {
            Email = new EmailConfig { IsRequired = true, ResetsPasswords = true, VerifyTimeout = 3_600_000 },
        },
    };

    /// <summary>The same of a network that asks outside whose a password is: for the transcripts in Sidecar.</summary>
    public static NetworkConfig WithSidecar { get; } = Public with
    {
        Accounts = Public.Accounts with { AsksSidecar = true, TakesTokens = true },
    };

    /// <summary>The same of a network that makes operators wait after a wrong answer: for those in Throttled.</summary>
    public static NetworkConfig WithThrottle { get; } = Public with
    {
        Session = Public.Session with { Throttle = Public.Session.Throttle with { Oper = 10_000 } },
    };

    /// <summary>The configuration for a transcript, by its path below tests/Scenarios.</summary>
    public static NetworkConfig Of(string file) =>
        Scenarios.NeedsMail(file) ? WithMail
        : Scenarios.NeedsSidecar(file) ? WithSidecar
        : Scenarios.NeedsThrottle(file) ? WithThrottle
        : Public;

    // Of network.secret-file, tests/transcripts.secret.
    private const string Secret = "of no other network";

    /// <summary>
    /// Certificates: those that two oper blocks take, and the one that makes its user an operator at once.
    /// </summary>
    public const string Certfp = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        AutomaticCertfp = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    /// <summary>
    /// The part that only roots know: oper blocks of every kind, one gateway, and no server password.
    /// </summary>
    public static RootSecrets Secrets { get; } = new(
        null,
        new OperBlock[]
        {
            new(new Oper("root", "is a server operator"), Verifier.Of("rootpassword", 1)),
            new(new Oper("staff", "is a server operator") { Host = "staff.irc.test" }, Verifier.Of("staffpassword", 1)),
            new(
                new Oper("mod", "is a Moderator")
                {
                    Capabilities = OperCapabilities.Kill | OperCapabilities.NoFakelag,
                },
                Verifier.Of("rootpassword", 1)),
            new(
                new Oper("shy", "is a server operator") { IsHidden = true },
                Verifier.Of("rootpassword", 1)),
            new(
                new Oper("busy", "is a server operator")
                {
                    Modes = UserModes.Wallops | UserModes.Invisible, Notices = SnoMasks.Kills | SnoMasks.Filters,
                },
                Verifier.Of("rootpassword", 1)),
            new(new Oper("keyed", "is a server operator"), null)
            {
                // Stands for a key: the signature is a hash, so that tests can sign.
                Key = new OperKey("U", (message, signature) => signature.SequenceEqual(SHA512.HashData(message))),
            },
            new(new Oper("card", "is a server operator"), null) { Certfp = Certfp },
            new(new Oper("both", "is a server operator"), Verifier.Of("rootpassword", 1)) { Certfp = Certfp },
            new(new Oper("auto", "is a server operator") { Host = "auto.irc.test" }, null)
            {
                Certfp = AutomaticCertfp, IsAutomatic = true,
            },
        }.ToDictionary(block => block.Oper.Name, StringComparer.OrdinalIgnoreCase))
    {
        Gateways = new Dictionary<string, Verifier?> { ["web"] = Verifier.Of("rootpassword", 1) },
        Key = RootsKey.Of(Secret),
        Sidecar = new SidecarSettings { Socket = "/run/auth.sock", Autocreate = true },
        Tokens = new TokenSettings { Url = new Uri("https://sso.irc.test/introspect"), Autocreate = true },
        Mail = new MailSettings
        {
            Sender = "irc@irc.test", Server = "mail.irc.test", Refused = [new TextPattern("*@bad.test")],
        },
    };
}
