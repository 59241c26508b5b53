using IrcNats.Integration.Tests.Cluster;
using IrcNats.Protocol;

namespace IrcNats.Integration.Tests.Root;

/// <summary>
/// An operator with a key over real sockets, on a network with a throttle: `genkey` makes the key, `sign` the answer.
/// </summary>
public sealed class OperKeyTests : IDisposable
{
    // Whose secret nobody has, in the configuration of the transcripts.
    private const string Lost = "UCNUTLKVZRRY5CH75H3GZVRGSTSBSKBS4QI76NY3STI6DJJ25L2QXQKH";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-key-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Whoever_signs_with_the_key_is_an_operator_and_whoever_does_not_waits()
    {
        string key = Path.Combine(_folder.FullName, "oper.key"), other = Path.Combine(_folder.FullName, "other.key");
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape
        {
            Replaced = new Dictionary<string, string>
            {
                [Lost] = await PrintedAsync("genkey", key), ["  oper-throttle: 0s"] = "  oper-throttle: 1h",
            },
        });
        await PrintedAsync("genkey", other);
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await using IrcClient mallory = await cluster.JoinAsync(2, "mallory");

        string answer = await AnswerAsync(alice, key);
        // Of another connection's nonce: it is refused, and it is no try.
        await mallory.SendAsync($"CHALLENGE keyed {answer}");
        await mallory.UntilAsync(" FAIL CHALLENGE EXPIRED ");
        await alice.SendAsync($"CHALLENGE keyed {answer}");
        await alice.UntilAsync(" 381 alice ");

        string wrong = await AnswerAsync(mallory, other);
        await mallory.SendAsync($"CHALLENGE keyed {wrong}", "CHALLENGE keyed");
        await mallory.UntilAsync(" 464 mallory ");
        await mallory.UntilAsync(" FAIL CHALLENGE RATE_LIMITED ");

        await alice.SendAsync("KILL mallory :no key");
        await mallory.UntilAsync("no key");

        async Task<string> AnswerAsync(IrcClient client, string file)
        {
            Line nonce = (await client.AskAsync("CHALLENGE keyed", "740"))!;
            return await PrintedAsync("sign", file, nonce.Params[^1]);
        }

        async Task<string> PrintedAsync(params string[] args)
        {
            (int exit, string output, string errors) = await ProgramTests.RunAsync(args, []);
            Assert.Equal((0, ""), (exit, errors));
            return output.Trim();
        }
    }
}
