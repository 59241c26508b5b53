using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>Every way to log in, accepted and refused by a real server.</summary>
public sealed class AuthTests
{
    // Made for these tests and used nowhere else.
    internal const string Seed = "SUAEFPITCIGPIIBH3ZRDXF2VDSVQA5FE5DW5F6SDU3K5F76UNKVLL7JX2E";
    internal const string PublicKey = "UA6JLDYS6VTGHJMKKKLWQMPCLF3JCFGIFIRDVEDCY7EOMRSUIFKQLWVC";

    [Fact]
    public async Task User_and_password_from_options_or_url()
    {
        await using var server = await NatsServer.StartAsync("authorization { user: alice, password: \"s:cr t\" }");

        await AssertWorks(Options(server) with { AuthOpts = Alice("s:cr t") });
        await AssertWorks(Options(server) with { Url = $"nats://alice:s%3Acr%20t@127.0.0.1:{server.Port}" });
        await AssertRefused(Options(server));
        await AssertRefused(Options(server) with { AuthOpts = Alice("no") });
    }

    [Fact]
    public async Task Token_from_options_or_url()
    {
        await using var server = await NatsServer.StartAsync("authorization { token: t0ken }");

        await AssertWorks(Options(server) with { AuthOpts = new NatsAuthOpts { Token = "t0ken" } });
        await AssertWorks(Options(server) with { Url = $"nats://t0ken@127.0.0.1:{server.Port}" });
        await AssertRefused(Options(server) with { AuthOpts = new NatsAuthOpts { Token = "other" } });
    }

    [Fact]
    public async Task An_nkey_seed_signs_the_servers_nonce()
    {
        await using var server = await NatsServer.StartAsync($"authorization {{ users [ {{ nkey: {PublicKey} }} ] }}");

        await AssertWorks(Options(server) with { AuthOpts = new NatsAuthOpts { NKey = PublicKey, Seed = Seed } });
        await AssertWorks(Options(server) with
        {
            AuthOpts = new NatsAuthOpts { AuthCredCallback = (_, _) => new(NatsAuthCred.FromNkey(Seed)) },
        });
        await AssertRefused(Options(server));
    }

    private static NatsAuthOpts Alice(string password) => new() { Username = "alice", Password = password };

    private static NatsOpts Options(NatsServer server) => NatsOpts.Default with { Url = server.Url };

    private static async Task AssertWorks(NatsOpts opts)
    {
        await using var nats = new NatsConnection(opts);
        Assert.True(await nats.PingAsync() > TimeSpan.Zero);
    }

    private static async Task AssertRefused(NatsOpts opts)
    {
        await using var nats = new NatsConnection(opts);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nats.ConnectAsync());
        Assert.NotEqual(NatsConnectionState.Open, nats.ConnectionState);
    }
}
