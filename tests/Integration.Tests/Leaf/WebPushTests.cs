using IrcNats.Integration.Tests.Cluster;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>A client says on one leaf where messages are pushed; what is said to it on another leaf comes there.
/// </summary>
public sealed class WebPushTests
{
    [Fact]
    public async Task What_is_said_to_a_user_comes_to_their_push_server()
    {
        await using PushServer server = new();
        string trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, server.Pem);
        // The root's process trusts whom this file names; what other tests start meanwhile does not mind.
        Environment.SetEnvironmentVariable("SSL_CERT_FILE", trusted);
        try
        {
            await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
            await using IrcClient alice = await cluster.JoinAsync(1, "alice", "draft/webpush");
            await using IrcClient bob = await cluster.JoinAsync(2, "bob");
            await alice.SendAsync("VERSION");
            await alice.UntilAsync(" VAPID=B");
            await alice.SendAsync("NS REGISTER sesame", "JOIN #dev");
            await alice.SettleAsync();
            await alice.SendAsync($"WEBPUSH REGISTER {server.Url} {server.Keys}");
            await alice.UntilAsync($" WEBPUSH REGISTER {server.Url}");
            Assert.Equal("PING webpush", (await server.NextAsync()).Line);

            await bob.SendAsync("JOIN #dev", "PRIVMSG alice :are you there?");
            Assert.Matches(
                "^@time=[^ ;]+;msgid=[^ ;]+ :bob![^ ]+ PRIVMSG alice :are you there[?]$",
                (await server.NextAsync()).Line);
            await bob.SendAsync("PRIVMSG #dev :nobody is named", "PRIVMSG #dev :alice: here, too");
            Assert.EndsWith(" #dev :alice: here, too", (await server.NextAsync()).Line, StringComparison.Ordinal);
            await alice.SendAsync("MARKREAD #dev timestamp=2026-01-01T00:00:00.000Z");
            Assert.StartsWith("MARKREAD #dev timestamp=", (await server.NextAsync()).Line, StringComparison.Ordinal);

            // The next root goes on. A place where nobody reads any more is forgotten.
            await cluster.OperateAsync("handover");
            server.Status = "410 Gone";
            await bob.SendAsync("PRIVMSG alice :one more");
            Assert.EndsWith(" PRIVMSG alice :one more", (await server.NextAsync()).Line, StringComparison.Ordinal);
            // The root hears that a moment later.
            int before, tries = 0;
            do
            {
                Assert.True(++tries < 20, "the place is not forgotten");
                before = server.Count;
                await bob.SendAsync("PRIVMSG alice :nobody reads there");
                await bob.SettleAsync();
                await Task.Delay(500);
            }
            while (server.Count > before);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SSL_CERT_FILE", null);
            File.Delete(trusted);
        }
    }
}
