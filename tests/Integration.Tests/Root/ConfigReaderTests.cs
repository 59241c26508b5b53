using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

public class ConfigReaderTests
{
    private const string Verifier =
        "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw==$IsJNyzZp9LFhPdYYObIIG2MHSqWDAANXEkgFI0Bqly0=";
    private const string Least = "network: { name: Test }\nserver:\n  name: irc.test\n";

    [Fact]
    public void Two_names_are_enough_and_everything_else_has_its_default()
    {
        LoadedConfig config = Read(Least);
        Assert.Equal(new NetworkConfig { NetworkName = "Test", ServerName = "irc.test" }, config.Public);
        Assert.Null(config.Secrets.ServerPassword);
        Assert.Empty(config.Secrets.Opers);
    }

    [Fact]
    public void Every_value_arrives_where_it_belongs()
    {
        NetworkConfig config = Read($"""
            network:
              name: Test
            server:
              name: irc.test
              description: a server
              casemapping: rfc1459
              password: "{Verifier}"
              motd: [one, "", three]
              idle-timeouts: (registration: 30s, ping: 1m, disconnect: 2m30s)
              max-sendq: 128k
              ip-limits: (count: true, max-concurrent-connections: 3)
            channels:
              default-modes: +ns
              max-channels-per-client: 7
              invite-expiration: 1d12h
            accounts:
              default-user-modes: +iw
            limits:
              nicklen: 20
              identlen: 10
              realnamelen: 100
              channellen: 50
              awaylen: 200
              kicklen: 201
              topiclen: 202
              whowas-entries: 5
              chan-list-modes: 60
              registration-messages: 70
            fakelag: (enabled: no, window: 500ms, burst-limit: 8, messages-per-window: 4, cooldown: 3s)
            """.Replace('(', '{').Replace(')', '}')).Public;
        Assert.Equal(new NetworkConfig
        {
            NetworkName = "Test", ServerName = "irc.test", ServerDescription = "a server", Motd = config.Motd,
            Casemapping = Casemapping.Rfc1459, NeedsPassword = true,
            DefaultChannelModes = ChannelModes.NoExternal | ChannelModes.Secret,
            DefaultUserModes = UserModes.Invisible | UserModes.Wallops,
            Limits = new Limits
            {
                NickLen = 20, UserLen = 10, NameLen = 100, ChannelLen = 50, AwayLen = 200, KickLen = 201,
                TopicLen = 202, WhowasEntries = 5, ListModes = 60, ChannelsPerUser = 7, InviteExpiry = 36 * 3600 * 1000,
            },
            Session = new SessionConfig
            {
                RegistrationTimeout = 30_000, PingAfter = 60_000, DisconnectAfter = 150_000, MaxSendq = 128 * 1024,
                ConnectionsPerAddress = 3, RegistrationMessages = 70,
                Fakelag = new FakelagConfig
                {
                    Enabled = false, Window = 500, BurstLimit = 8, MessagesPerWindow = 4, Cooldown = 3000,
                },
            },
        }, config);
        Assert.Equal(["one", "", "three"], config.Motd);
    }

    [Theory]
    [InlineData("server.name: irc", 3, "server.name", "'irc' is not a server's name; it needs a dot, such as *")]
    [InlineData("server.description: \"\"", 3, "server.description", "is empty")]
    [InlineData("server.casemapping: latin", 3, "server.casemapping", "'latin' is not one of ascii, rfc1459")]
    [InlineData("server.max-sendq: 96x", 3, "server.max-sendq", "'96x' is not a size (such as 96k or 1m)")]
    [InlineData("server.max-sendq: 1k", 3, "server.max-sendq", "1k is not from 4k to 64m")]
    [InlineData("server.max-sendq: [1]", 3, "server.max-sendq", "a list stands where a size from 4k to 64m belongs")]
    [InlineData("server.password: secret", 3, "server.password", "this is no verifier of a password; *")]
    [InlineData("server.additional-isupport: { NICKLEN: 3 }", 3, "server.additional-isupport.NICKLEN", "*already")]
    [InlineData("server.additional-isupport: { a_b: 3 }", 3, "server.additional-isupport.a_b", "a token's name has *")]
    [InlineData("server.command-aliases: { join: PART }", 3, "server.command-aliases.join", "is a command already")]
    [InlineData("server.command-aliases: { monitor: PART }", 3, "server.command-aliases.monitor",
        "is a command already")]
    [InlineData("server.command-aliases: { J: JION }", 3, "server.command-aliases.J", "'JION' is no command")]
    [InlineData("server.command-aliases: { J1: JOIN }", 3, "server.command-aliases.J1", "*letters only")]
    [InlineData("server.dnsbl: { a: { zone: localhost } }", 3, "server.dnsbl.a.zone", "'localhost' is not a host's *")]
    [InlineData("server.dnsbl: { a: { action: refuse } }", 3, "server.dnsbl.a.zone", "is missing")]
    [InlineData("server.dnsbl: { a: { zone: a.b, action: kill } }", 3, "server.dnsbl.a.action", "'kill' is not one *")]
    [InlineData("server.ip-check: { timeout: 1s }", 3, "server.ip-check.socket", "is missing")]
    [InlineData("server.ip-check: { socket: x.sock }", 3, "server.ip-check.socket", "'x.sock' is not an absolute *")]
    [InlineData("server.motd: no-such-file.txt", 3, "server.motd", "cannot read *no-such-file.txt*")]
    [InlineData("server.motd: [\"a\\nb\"]", 3, "server.motd", "line 1 is not one line")]
    [InlineData("server.motd: { a: b }", 3, "server.motd", "neither a file nor a list of lines")]
    [InlineData("server.idle-timeouts: 90s", 3, "server.idle-timeouts", "a group of keys belongs here")]
    [InlineData("server.listeners: {}", 3, "server.listeners", "unknown key")]
    [InlineData("channels.default-modes: +b", 5, "channels.default-modes", "'b' is no mode that can be set by default")]
    [InlineData("channels.default-modes: nt", 5, "channels.default-modes", "'nt' does not begin with '+'")]
    [InlineData("channels.invite-expiration: soon", 5, "channels.invite-expiration", "'soon' is not a duration (*)")]
    [InlineData("channels.invite-expiration: 1s", 5, "channels.invite-expiration", "1s is not from 1m to 365d")]
    [InlineData("accounts.default-user-modes: +o", 5, "accounts.default-user-modes", "'o' is no mode that *")]
    [InlineData("server.secure-nets: [here]", 3, "server.secure-nets", "'here' is neither an address nor ADDRESS/BITS")]
    [InlineData("server.secure-nets: localhost", 3, "server.secure-nets", "a list belongs here")]
    [InlineData("server.ip-cloaking: { enabled: yes }", 3, "server.ip-cloaking.secret", "is missing, and ip-*")]
    [InlineData(
        "server.ip-cloaking: { secret: sixteen-bytes-or-more, previous-secrets: [sixteen-bytes-or-more] }", 3,
        "server.ip-cloaking.previous-secrets", "has the secret of now in it")]
    [InlineData(
        "server.ip-cloaking: { previous-secrets: [short] }", 3, "server.ip-cloaking.previous-secrets",
        "is shorter than 16 bytes; *")]
    [InlineData("server.ip-cloaking: { secret: short }", 3, "server.ip-cloaking.secret", "is shorter than 16 bytes; *")]
    [InlineData("server.coerce-ident: a b", 3, "server.coerce-ident", "'a b' is not a username")]
    [InlineData("webirc.a: { hosts: [10.0.0.0/8] }", 5, "webirc.a", "needs a password or a certfp")]
    [InlineData("webirc.a: { certfp: abc }", 5, "webirc.a.certfp", "'abc' is not 64 hexadecimal digits")]
    [InlineData("limits.nicklen: many", 5, "limits.nicklen", "'many' is not a whole number")]
    [InlineData("limits.nicklen: 65", 5, "limits.nicklen", "65 is not from 1 to 64")]
    [InlineData("limits.nicklen: -1", 5, "limits.nicklen", "-1 is not from 1 to 64")]
    [InlineData("limits.nicklen:", 5, "limits.nicklen", "'' is not a whole number")]
    [InlineData("fakelag.enabled: maybe", 5, "fakelag.enabled", "'maybe' is neither yes nor no")]
    [InlineData("opers.root: {}", 5, "opers.root", "needs a password, a public-key or a certfp")]
    [InlineData("opers.root: { certfp: abc }", 5, "opers.root.certfp", "'abc' is not 64 hexadecimal digits")]
    [InlineData("opers.root: { auto: yes, password: \"" + Verifier + "\" }", 5, "opers.root", "auto needs a certfp")]
    [InlineData("opers.root: { auto: maybe }", 5, "opers.root.auto", "'maybe' is neither yes nor no")]
    [InlineData("oper-classes.a: { title: A, extends: b }", 5, "oper-classes.a.extends", "'b' is not one of *")]
    [InlineData("oper-classes.a: { title: A, extends: a }", 5, "oper-classes.a.extends", "*itself: a extends a")]
    [InlineData("oper-classes.a: { title: A, capabilities: [kil] }", 5, "oper-classes.a.capabilities", "'kil' is no *")]
    [InlineData("oper-classes.a: { title: A, capabilities: kill }", 5, "oper-classes.a.capabilities", "a list *")]
    [InlineData("opers.root: { password: x, sudo: yes }", 5, "opers.root.sudo", "unknown key")]
    [InlineData("oper-classes.admin: { title: \"\" }", 5, "oper-classes.admin.title", "is empty")]
    [InlineData("languages.enabled: true", 4, "languages", "unknown key")]
    public void Each_error_names_its_line_and_key(string setting, int line, string key, string what)
    {
        IReadOnlyList<ConfigError> errors = ErrorsOf(With(setting));
        Assert.Contains(errors, e => (e.Line, e.Key) == (line, key) && Mask.Matches(what, e.What));
    }

    // Everything in the list may be commented out.
    [Theory]
    [InlineData("server: { name: irc.test, secure-nets: , websockets: { allowed-origins: } }")]
    [InlineData("server:\n  name: irc.test\n  secure-nets:\n    # - 10.0.0.0/8\n  motd:\n  ip-limits: { exempted: ~ }")]
    public void A_list_without_entries_is_an_empty_one(string server)
    {
        NetworkConfig config = Read("network: { name: Test }\n" + server + "\n").Public;
        Assert.Empty(config.Transport.SecureNets);
        Assert.Empty(config.Transport.AllowedOrigins);
        Assert.Empty(config.Motd);
    }

    [Fact]
    public void An_error_reads_as_file_line_key_and_what()
    {
        ConfigException wrong = Assert.Throws<ConfigException>(
            () => ConfigReader.Read("deploy/ircnats.yaml", Least + "  max-sendq: 96x\n"));
        Assert.Equal("deploy/ircnats.yaml:4: server.max-sendq: '96x' is not a size (such as 96k or 1m)", wrong.Message);
    }

    [Fact]
    public void All_errors_are_told_in_the_order_of_the_file() => Assert.Equal(
        [
            "test.yaml:1: network.name: is missing",
            "test.yaml:1: server.name: is missing",
            "test.yaml:2: server.nmae: unknown key",
            "test.yaml:3: server.max-sendq: '?' is not a size (such as 96k or 1m)",
            "test.yaml:4: fakelag: a group of keys belongs here",
        ],
        ErrorsOf("server:\n  nmae: irc.test\n  max-sendq: '?'\nfakelag: on\n").Select(e => e.ToString()));

    [Fact]
    public void The_names_are_required()
    {
        Assert.Equal(["network.name", "server.name"], ErrorsOf("").Select(e => e.Key));
        Assert.Equal(["server.name"], ErrorsOf("network: { name: Test }\nserver:\n").Select(e => e.Key));
    }

    [Fact]
    public void Silence_must_be_asked_about_before_it_disconnects() => Assert.Equal(
        "test.yaml:4: server.idle-timeouts.disconnect: must be longer than server.idle-timeouts.ping",
        ErrorsOf(Least + "  idle-timeouts: { ping: 2m, disconnect: 2m }\n").Single().ToString());

    [Fact]
    public void The_class_of_an_oper_must_be_there() => Assert.Equal(
        "test.yaml:6: opers.root.class: 'boss' is not one of oper-classes",
        ErrorsOf(Least + $"opers:\n  root:\n    class: boss\n    password: \"{Verifier}\"\n").Single().ToString());

    [Fact]
    public void Classes_have_what_they_extend()
    {
        IReadOnlyDictionary<string, OperBlock> opers = Read(Least
            + "oper-classes:\n"
            + "  c: { title: C, extends: b, capabilities: [kill, rehash] }\n"
            + "  b: { title: B, extends: a, capabilities: [massmessage] }\n"
            + "  a: { title: A, capabilities: [kill] }\n"
            + "  none: { title: None }\n"
            + "opers:\n"
            + string.Concat(from name in (string[])["a", "b", "c", "none"]
                            select $"  {name}: {{ class: {name}, password: \"{Verifier}\" }}\n")
            + $"  all: {{ password: \"{Verifier}\" }}\n").Secrets.Opers;
        Assert.Equal(OperCapabilities.Kill, opers["a"].Oper.Capabilities);
        Assert.Equal(OperCapabilities.Kill | OperCapabilities.MassMessage, opers["b"].Oper.Capabilities);
        Assert.Equal(
            OperCapabilities.Kill | OperCapabilities.MassMessage | OperCapabilities.Rehash,
            opers["c"].Oper.Capabilities);
        Assert.Equal(OperCapabilities.None, opers["none"].Oper.Capabilities);
        Assert.Null(opers["all"].Oper.Capabilities);
    }

    [Fact]
    public void Classes_that_extend_each_other_are_refused_and_those_that_extend_them_are_not_blamed() => Assert.Equal(
        [
            "test.yaml:5: oper-classes.a.extends: the class extends itself: a extends b extends a",
            "test.yaml:6: oper-classes.b.extends: the class extends itself: b extends a extends b",
        ],
        ErrorsOf(Least + "oper-classes:\n  a: { title: A, extends: b }\n  b: { title: B, extends: a }\n"
            + "  c: { title: C, extends: a }\n").Select(e => e.ToString()));

    [Fact]
    public void A_certificate_stands_alone_or_beside_a_password()
    {
        string certfp = new('A', 64);
        IReadOnlyDictionary<string, OperBlock> opers = Read(Least + "opers:\n"
            + $"  both: {{ certfp: {certfp}, password: \"{Verifier}\" }}\n"
            + $"  auto: {{ certfp: {certfp}, auto: yes, hidden: yes, vhost: a.test }}\n").Secrets.Opers;
        Assert.All(opers.Values, oper => Assert.Equal(new string('a', 64), oper.Certfp));
        Assert.True(opers["both"] is { Password: not null, IsAutomatic: false, Oper.IsHidden: false });
        // The host would tell what is to be hidden.
        Assert.True(opers["auto"] is { Password: null, IsAutomatic: true, Oper: { IsHidden: true, Host: null } });
        ConfigError wrong = Assert.Single(ErrorsOf(
            Least + $"opers: {{ x: {{ certfp: {certfp}, auto: yes, password: \"{Verifier}\" }} }}\n"));
        Assert.Equal("test.yaml:4: opers.x: auto goes by the certificate alone: it excludes a password", $"{wrong}");
        // A key that is wrong is told of, and not that it is not there besides.
        Assert.Single(ErrorsOf(Least + "opers: { x: { password: secret } }\n"));
    }

    [Theory]
    [InlineData("", "is a server operator")]
    [InlineData("class: admin", "is an Administrator")]
    [InlineData("class: admin, whois-line: is nice", "is nice")]
    public void An_oper_is_called_by_its_line_else_by_its_class_else_plainly(string keys, string whois)
    {
        LoadedConfig config = Read(
            Least + "oper-classes: { admin: { title: Administrator } }\n"
            + $"opers: {{ Root: {{ password: \"{Verifier}\", {keys} }} }}\n");
        Oper oper = config.Secrets.Opers["rOOT"].Oper;
        Assert.Equal(("Root", whois), (oper.Name, oper.WhoisLine));
    }

    [Fact]
    public void Addresses_are_not_counted_when_counting_is_off_whatever_the_number_and_the_order()
    {
        const string Number = "max-concurrent-connections: 3";
        foreach (string keys in (string[])[$"count: no, {Number}", $"{Number}, count: no"])
            Assert.Equal(0, Read(Least + $"  ip-limits: {{ {keys} }}\n").Public.Session.ConnectionsPerAddress);
    }

    [Fact]
    public void Networks_may_have_limits_of_their_own()
    {
        CustomLimit limit = Assert.Single(Read(
            Least + "  ip-limits: { custom-limits: { irccloud: { nets: [192.0.2.0/24, \"2001:db8::/32\"], "
            + "max-concurrent-connections: 2000, max-connections-per-window: 3000 } } }\n")
            .Public.Session.IpLimits.Custom);
        Assert.Equal(("irccloud", 2000, 3000), (limit.Name, limit.Connections, limit.Arrivals));
        Assert.Equal(["192.0.2.0/24", "2001:db8::/32"], limit.Nets);
    }

    [Fact]
    public void Addresses_are_cloaked_with_a_secret_that_is_not_in_the_public_part()
    {
        const string Secret = "correct horse battery staple";
        LoadedConfig config = Read(Least + $"  ip-cloaking: {{ enabled: yes, secret: {Secret}, netname: test }}\n");
        Assert.EndsWith(".test", config.Secrets.Cloaks!.Of("192.0.2.1"));
        byte[] logged = Wire.Codec.Encode(new Wire.Entry(
            1, 1, [new Wire.Outcome(1, null, [new Events.ConfigChanged(config.Public)], [])]));
        Assert.DoesNotContain(Secret, System.Text.Encoding.UTF8.GetString(logged));
        Assert.Null(Read(Least).Secrets.Cloaks);
        const string Newer = "battery staple correct horse";
        LoadedConfig rotated = Read(Least
            + $"  ip-cloaking: {{ enabled: yes, secret: {Newer}, previous-secrets: [{Secret}], netname: test }}\n");
        Assert.Equal(
            [rotated.Secrets.Cloaks!.Of("192.0.2.1")!, config.Secrets.Cloaks!.Of("192.0.2.1")!],
            rotated.Secrets.Cloaks.AllOf("192.0.2.1"));
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", 2)]
    [InlineData("a: 1\n}\n", 2)]
    [InlineData("network: *nobody\n", 1)]
    public void What_is_not_YAML_is_told_with_its_line(string text, int line)
    {
        ConfigError error = ErrorsOf(text).First(e => e.What.StartsWith("not YAML: ", StringComparison.Ordinal));
        Assert.Equal(line, error.Line);
    }

    [Theory]
    [InlineData("network: [")]
    [InlineData("a:\n\tb: 1\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("just a text")]
    [InlineData(Least + "---\nserver: {}\n")]
    [InlineData("? [a, b]\n: c\n")]
    public void YAML_of_another_shape_is_refused(string text) => Assert.NotEmpty(ErrorsOf(text));

    [Fact]
    public void The_motd_is_read_from_a_file_beside_the_configuration()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ircnats-config-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "motd.txt"), "one\r\n\r\nthree\n");
            string file = Path.Combine(folder.FullName, "test.yaml");
            File.WriteAllText(file, Least + "  motd: motd.txt\n");
            Assert.Equal(["one", "", "three"], ConfigReader.ReadFile(file).Public.Motd);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_like_any_other()
    {
        ConfigException wrong = Assert.Throws<ConfigException>(() => ConfigReader.ReadFile("nowhere.yaml"));
        Assert.StartsWith("nowhere.yaml:1: cannot be read: ", wrong.Message);
    }

    private static LoadedConfig Read(string text) => ConfigReader.Read("test.yaml", text);

    private static IReadOnlyList<ConfigError> ErrorsOf(string text) =>
        Assert.Throws<ConfigException>(() => Read(text)).Errors;

    // "server.x: v" becomes line 3 of a file that is good otherwise; "group.x: v" its lines 4 and 5.
    private static string With(string setting)
    {
        string[] parts = setting.Split('.', 2);
        string inner = $"  {parts[1]}\n";
        if (parts[0] != "server") return $"network: {{ name: Test }}\nserver:\n  name: irc.test\n{parts[0]}:\n{inner}";
        string name = parts[1].StartsWith("name:", StringComparison.Ordinal) ? "" : "  name: irc.test\n";
        return $"network: {{ name: Test }}\nserver:\n{inner}{name}";
    }

    [Fact]
    public void The_roots_key_is_of_the_file_or_of_all_other_secrets_or_of_nobody_else()
    {
        string opers = $"opers:\n  root:\n    password: \"{Verifier}\"\n";
        Assert.False(ConfigReader.Read("x.yaml", Least).Secrets.Key.IsShared);
        Ticket one = Sealed(ConfigReader.Read("x.yaml", Least + opers));
        Ticket again = Sealed(ConfigReader.Read("x.yaml", Least + opers));
        Assert.Equal(one.Seal.ToArray(), again.Seal.ToArray());
        string file = Path.GetTempFileName();
        try
        {
            string named = WithSecretIn(file);
            File.WriteAllText(file, "too short\n");
            Assert.Contains(
                "network.secret-file: is shorter than 16 bytes", ErrorsOf(named).Single().ToString(),
                StringComparison.Ordinal);
            File.WriteAllText(file, "sixteen bytes and more\n");
            Ticket ofFile = Sealed(ConfigReader.Read("x.yaml", named + opers));
            Assert.NotEqual(one.Seal.ToArray(), ofFile.Seal.ToArray());
            Assert.Equal(ofFile.Seal.ToArray(), Sealed(ConfigReader.Read("x.yaml", named)).Seal.ToArray());
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Contains(
            "network.secret-file: cannot be read", ErrorsOf(WithSecretIn("nowhere")).Single().ToString(),
            StringComparison.Ordinal);

        static string WithSecretIn(string file) =>
            Least.Replace("name: Test }", $"name: Test, secret-file: {file} }}", StringComparison.Ordinal);

        static Ticket Sealed(LoadedConfig config) => config.Secrets.Key.Sealed(
            new Ticket(Purpose.Oper, "root", 1, 1, default), new SessionId("leaf-1", 1, 1));
    }

    [Fact]
    public void A_verifier_of_the_old_form_works_and_is_named()
    {
        string old = $"opers:\n  root:\n    password: \"{Verifier}\"\n";
        LoadedConfig config = ConfigReader.Read("x.yaml", Least + old);
        Assert.Contains(
            "opers.root.password: is a verifier of the old form; it works", config.Notes.Single().ToString(),
            StringComparison.Ordinal);
        string now = config.Secrets.Opers["root"].Password!.Text;
        Assert.Empty(ConfigReader.Read("x.yaml", Least + $"opers: {{ root: {{ password: \"{now}\" }} }}\n").Notes);
    }
}
