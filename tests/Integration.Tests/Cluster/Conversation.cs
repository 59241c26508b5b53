using System.Diagnostics;
using System.Globalization;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// Clients on every leaf who talk all the time, in one channel and to the next in the circle, numbering what they say.
/// Whatever happens to the network meanwhile, <see cref="EndAsync"/> finds out whether a line was lost, doubled, out of
/// order or not shown to everyone alike. On a slow machine the network may stand still for so long that a leaf refuses
/// lines: who is told so has not said them.
/// </summary>
sealed class Conversation : IAsyncDisposable
{
    private const string Channel = "#talk";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20), s_patience = TimeSpan.FromSeconds(20);

    private readonly IrcClient[] _clients;
    private readonly int[] _said;
    private readonly Task[] _talking;
    private volatile bool _over;

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

    /// <summary>Waits until something that everyone says from now on was heard by everyone.</summary>
    public async Task GoesOnAsync()
    {
        // The lines so far may have been heard; the second line from here on has not been sent yet.
        int[] marks = [.. _said.Select(n => n + 2)];
        foreach (IrcClient client in _clients)
            foreach (var (speaker, mark) in marks.Index())
                if (!client.Inbox.Any(l => IsFrom(speaker, mark, l)))
                    await client.UntilAsync(l => IsFrom(speaker, mark, l), InChannel(speaker, mark));
    }

    /// <summary>
    /// Everyone falls silent; fails unless each was shown exactly what was said, and all in the same order.
    /// </summary>
    /// <returns>How many lines were heard in the channel.</returns>
    public async Task<int> EndAsync()
    {
        _over = true;
        await Task.WhenAll(_talking);
        await HearTheRestAsync();
        string[][] heard = [.. _clients.Select(c => c.Take().Where(l => !IsRemark(l)).ToArray())];
        string[] order = [.. heard[0].Where(IsToChannel)];
        foreach (var (listener, lines) in heard.Index())
        {
            Assert.False(_clients[listener].HasEnded, $"{NickOf(listener)} was disconnected");
            Assert.Equal(order, lines.Where(IsToChannel));
            Assert.All(lines, l => Assert.True(IsRefusal(l) || l.StartsWith(":talker", StringComparison.Ordinal), l));
        }

        for (int speaker = 0; speaker < heard.Length; speaker++) Check(speaker, heard);
        return order.Length;
    }

    // Its own words came back to the speaker in order; of every other line it was told that it is refused.
    private void Check(int speaker, string[][] heard)
    {
        string[] own = [.. From(speaker, heard[speaker])];
        Assert.Equal(Said(speaker).Count(), own.Length + heard[speaker].Count(IsRefusal));
        Assert.Equal(Said(speaker).Where(own.ToHashSet().Contains), own);
        for (int listener = 0; listener < heard.Length; listener++)
            Assert.Equal(Heard(speaker, listener, own), From(speaker, heard[listener]));
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

    private static bool IsRefusal(string line) =>
        line.StartsWith(":irc.test FAIL PRIVMSG TEMPORARILY_UNAVAILABLE ", StringComparison.Ordinal);

    // What the speaker said in the channel with that number, or later.
    private static bool IsFrom(int speaker, int number, string line)
    {
        string before = $"{Source(speaker)} PRIVMSG {Channel} :line ";
        return line.StartsWith(before, StringComparison.Ordinal)
            && int.Parse(line.AsSpan(before.Length), CultureInfo.InvariantCulture) >= number;
    }

    private static IEnumerable<string> From(int speaker, IEnumerable<string> heard) =>
        heard.Where(l => l.StartsWith($":{NickOf(speaker)}!", StringComparison.Ordinal));

    // Of what came back to the speaker. An aside is heard by its speaker and by the one it is for.
    private IEnumerable<string> Heard(int speaker, int listener, IEnumerable<string> own) => From(speaker, own)
        .Where(l => listener == speaker || listener == NextOf(speaker) || IsToChannel(l));

    private IEnumerable<string> Said(int speaker)
    {
        for (int number = 1; number <= _said[speaker]; number++)
        {
            yield return InChannel(speaker, number);
            yield return Private(speaker, number);
        }
    }

    // First what comes back to the speakers, then what of it the others hear.
    private async Task HearTheRestAsync()
    {
        Stopwatch waited = Stopwatch.StartNew();
        foreach (var (speaker, client) in _clients.Index())
            await UntilItHasAsync(
                client, Said(speaker).Count(),
                () => From(speaker, client.Inbox).Count() + client.Inbox.Count(IsRefusal), waited);
        foreach (var (listener, client) in _clients.Index())
        {
            int due = Enumerable.Range(0, _clients.Length).Sum(s => Heard(s, listener, _clients[s].Inbox).Count());
            await UntilItHasAsync(
                client, due,
                () => Enumerable.Range(0, _clients.Length).Sum(s => From(s, client.Inbox).Count()), waited);
        }

        foreach (IrcClient client in _clients) await client.SettleAsync();
    }

    // A PONG alone would not do: while a leaf hears of no root, it answers without asking whether there is more.
    private static async Task UntilItHasAsync(IrcClient client, int due, Func<int> has, Stopwatch waited)
    {
        do await client.SettleAsync();
        while (has() < due && !client.HasEnded && waited.Elapsed < s_patience);
    }

    private async Task TalkAsync(int speaker)
    {
        while (!_over)
        {
            int number = _said[speaker] + 1;
            await _clients[speaker].SendAsync(
                string.Create(CultureInfo.InvariantCulture, $"PRIVMSG {Channel} :line {number}"),
                string.Create(CultureInfo.InvariantCulture, $"PRIVMSG {NickOf(NextOf(speaker))} :aside {number}"));
            _said[speaker] = number;
            await Task.Delay(s_pause);
        }
    }
}
