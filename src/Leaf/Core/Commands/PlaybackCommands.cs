using System.Globalization;
using IrcNats.History;
using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// PRIVMSG *playback :PLAY target,… [from [to]], as ZNC's module takes it: times in seconds since 1970, and '*' for
/// all channels. Every other PRIVMSG is the root's. https://wiki.znc.in/Playback
/// </summary>
sealed class PlaybackMessage(Replica replica, Output output, HistoryAccess access, Playback playback) : ISessionHandler
{
    private const string Module = "*playback";

    // Channels and nicks that one line may name.
    private const int TargetsMax = 100;

    public string Verb => "PRIVMSG";

    public bool TakesItself(Session session, Line line) =>
        line.Params is [['*', ..] to, ..] && to.Equals(Module, StringComparison.OrdinalIgnoreCase);

    public void Handle(Session session, Line line) =>
        Handle(session, line.Params.ElementAtOrDefault(1)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);

    /// <param name="words">PLAY and its parameters.</param>
    public void Handle(Session session, string[] words)
    {
        if (!replica.Config.History.Enabled)
            output.Tell(session, ERR_NOSUCHNICK.For(session.Called, Module));
        else if (words is not [var play, var targets, ..] || !play.Equals("PLAY", StringComparison.OrdinalIgnoreCase))
            Complain(session, "Only PLAY target [from [to]] is known");
        else if (!TryRead(words.ElementAtOrDefault(2), out long? after)
            || !TryRead(words.ElementAtOrDefault(3), out long? before))
            Complain(session, "Times are given in seconds since 1970");
        else
        {
            session.Plays = new PlayWanted(ChannelsIn(targets), after, before, replica.Now);
            playback.Show(
                session, "ZNC", ReadableOf(session, targets), HistoryPoint.OfAny(after), HistoryPoint.OfAny(before),
                replica.Config.History.ZncMost);
        }
    }

    private HashSet<Folded>? ChannelsIn(string targets) => targets == "*"
        ? null
        : [.. targets.Split(',').Where(t => t.StartsWith('#')).Take(TargetsMax).Select(replica.Network.Fold)];

    private Readable[] ReadableOf(Session session, string targets) => targets == "*"
        ? [.. access.Channels(session).Take(TargetsMax)]
        :
        [
            .. targets.Split(',', StringSplitOptions.RemoveEmptyEntries).Take(TargetsMax)
                .Select(t => access.Find(session, t)).OfType<Readable>().DistinctBy(r => r.Target),
        ];

    // What is said at that very moment belongs to it.
    private static bool TryRead(string? text, out long? milliseconds)
    {
        milliseconds = null;
        if (text is null) return true;
        const decimal latest = 253_402_300_799;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            || seconds > latest)
            return false;
        milliseconds = (long)(seconds * 1000);
        return true;
    }

    private void Complain(Session session, string what) => output.Tell(
        session, new Line($"{Module}!znc@znc.in", "PRIVMSG", session.Called, what) { Trailing = true });
}

/// <summary>ZNC *playback PLAY …: the same. https://wiki.znc.in/Playback</summary>
sealed class ZncCommand(PlaybackMessage module, Output output) : ISessionHandler
{
    public string Verb => "ZNC";

    public void Handle(Session session, Line line)
    {
        string[] words = [.. line.Params.Skip(1).SelectMany(p => p.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        if (module.TakesItself(session, line)) module.Handle(session, words);
        else output.Tell(session, ERR_NOSUCHNICK.For(session.Called, line.Params[0]));
    }
}
