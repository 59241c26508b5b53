using System.Diagnostics;
using System.Globalization;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// Clients on every leaf who talk all the time, in one channel and to the next in the circle, numbering what they say.
/// Whatever happens to the network meanwhile, <see cref="EndAsync"/> finds out whether a line was lost, doubled, out of
/// order or not shown to everyone alike.
/// </summary>
sealed class Conversation : IAsyncDisposable
{
    private const string Channel = "#talk";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20), s_patience = TimeSpan.FromSeconds(20);

    private readonly IrcClient[] _clients;
    private readonly int[] _said;
    private readonly Task[] _talking;
    private volatile bool _over;
    private volatile int _last = int.MaxValue;

    private Conversation(IrcClient[] clients)
    {
        _clients = clients;
        _said = new int[clients.Length];
        _talking = [.. clients.Index().Select(c => TalkAsync(c.Index))];
    }

    /// <summary>The speakers, who are also free to do other things.</summary>
    public IReadOnlyList<IrcClient> Clients => _clients;

    /// <summary>Begins with so many clients on each leaf. Their own words come back to them (echo-message).</summary>
    public static async Task<Conversation> BeginAsync(RealCluster cluster, int perLeaf = 2)
    {
        List<IrcClient> clients = [];
        for (int leaf = 1; leaf <= cluster.Leaves.Count; leaf++)
            for (int i = 1; i <= perLeaf; i++)
                clients.Add(await cluster.JoinAsync(leaf, NickOf(clients.Count), "echo-message"));
        foreach (IrcClient client in clients)
        {
            await client.SendAsync($"JOIN {Channel}");
            await client.SettleAsync();
        }

        foreach (IrcClient client in clients)
        {
            await client.SettleAsync();
            client.Inbox.Clear();
        }

        return new Conversation([.. clients]);
    }

    /// <summary>
    /// Each says at most so many more lines in the channel, until <see cref="SpeakOn"/>. A leaf that hears of no root for
    /// long keeps 64 lines of a client and refuses further ones; this is for silences of which nobody knows the length.
    /// </summary>
    public void SayAtMost(int more) => _last = _said.Min() + more;

    public void SpeakOn() => _last = int.MaxValue;

    /// <summary>Waits until something that everyone says from now on was heard by everyone.</summary>
    public async Task GoesOnAsync()
    {
        // The lines so far may have been heard; the second line from here on has not been sent yet.
        int[] marks = [.. _said.Select(n => n + 2)];
        foreach (IrcClient client in _clients)
            foreach (var (speaker, mark) in marks.Index())
                if (!client.Inbox.Contains(InChannel(speaker, mark))) await client.UntilAsync(InChannel(speaker, mark));
    }

    /// <summary>
    /// Everyone falls silent; fails unless each was shown exactly what was said, and all in the same order.
    /// </summary>
    /// <returns>How many lines were said.</returns>
    public async Task<int> EndAsync()
    {
        _over = true;
        await Task.WhenAll(_talking);
        await HearTheRestAsync();
        string[] order = [.. _clients[0].Inbox.Where(IsToChannel)];
        foreach (var (listener, client) in _clients.Index())
        {
            Assert.False(client.HasEnded, $"{NickOf(listener)} was disconnected");
            string[] heard = [.. client.Take().Where(l => !IsRemark(l))];
            // What its leaf refused is not said.
            Assert.DoesNotContain(heard, l => l.Contains(" FAIL ", StringComparison.Ordinal));
            Assert.Equal(order, heard.Where(IsToChannel));
            for (int speaker = 0; speaker < _clients.Length; speaker++)
            {
                string from = $":{NickOf(speaker)}!";
                string[] ofThis = [.. heard.Where(l => l.StartsWith(from, StringComparison.Ordinal))];
                Assert.Equal(Expected(speaker, listener), ofThis);
            }

            Assert.All(heard, l => Assert.StartsWith(":talker", l, StringComparison.Ordinal));
        }

        return _said.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        _over = true;
        await Task.WhenAll(_talking);
        foreach (IrcClient client in _clients) await client.DisposeAsync();
    }

    private static string NickOf(int client) => $"talker{client}";

    private static string Source(int client) => $":{NickOf(client)}!{NickOf(client)}@127.0.0.1";

    private static string InChannel(int speaker, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Source(speaker)} PRIVMSG {Channel} :line {number}");

    private string Private(int speaker, int number) => string.Create(
        CultureInfo.InvariantCulture, $"{Source(speaker)} PRIVMSG {NickOf(NextOf(speaker))} :aside {number}");

    private int NextOf(int client) => (client + 1) % _clients.Length;

    private static bool IsToChannel(string line) => line.Contains($" PRIVMSG {Channel} ", StringComparison.Ordinal);

    // That the network stands still, and that it goes on.
    private static bool IsRemark(string line) => line.StartsWith(":irc.test NOTICE talker", StringComparison.Ordinal);

    // A speaker has the own words back; an aside is heard by its speaker and by the one it is for.
    private IEnumerable<string> Expected(int speaker, int listener)
    {
        bool asides = listener == speaker || listener == NextOf(speaker);
        for (int number = 1; number <= _said[speaker]; number++)
        {
            yield return InChannel(speaker, number);
            if (asides) yield return Private(speaker, number);
        }
    }

    // A PONG alone would not do: while a leaf hears of no root, it answers without asking whether there is more.
    private async Task HearTheRestAsync()
    {
        Stopwatch waited = Stopwatch.StartNew();
        foreach (var (listener, client) in _clients.Index())
        {
            int due = Enumerable.Range(0, _clients.Length).Sum(s => Expected(s, listener).Count());
            do await client.SettleAsync();
            while (client.Inbox.Count(l => !IsRemark(l)) < due && !client.HasEnded && waited.Elapsed < s_patience);
        }

        foreach (IrcClient client in _clients) await client.SettleAsync();
    }

    private async Task TalkAsync(int speaker)
    {
        while (!_over)
        {
            int number = _said[speaker] + 1;
            if (number > _last)
            {
                await Task.Delay(s_pause);
                continue;
            }

            await _clients[speaker].SendAsync(
                string.Create(CultureInfo.InvariantCulture, $"PRIVMSG {Channel} :line {number}"),
                string.Create(CultureInfo.InvariantCulture, $"PRIVMSG {NickOf(NextOf(speaker))} :aside {number}"));
            _said[speaker] = number;
            await Task.Delay(s_pause);
        }
    }
}
