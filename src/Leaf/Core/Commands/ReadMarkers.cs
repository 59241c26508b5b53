using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// MARKREAD target [timestamp=…]: up to when the user has read a channel's or somebody's messages. Who is logged in
/// tells the root; the markers of others are kept here, for the session.
/// https://ircv3.net/specs/extensions/read-marker
/// </summary>
sealed class ReadMarkers(Replica replica, Output output) : ISessionHandler
{
    // Channels and nicks of which a session's markers are kept.
    private const int TargetsMax = 500;

    public string Verb => "MARKREAD";

    /// <summary>How far the session has read there, as it is told.</summary>
    public static Line LineOf(Network net, Session session, string target)
    {
        long? known = net.ReadMarkerOf(session.User, target);
        if (session.ReadMarkers?.TryGetValue(net.Fold(target), out long own) == true)
            known = Math.Max(known ?? 0, own);
        return Markread.Told(target, known);
    }

    public bool TakesItself(Session session, Line line) =>
        replica.Network.FindUser(session.User) is not { } user || !Markread.IsOfUser(replica.Network, user, line);

    public void Handle(Session session, Line line) => output.Tell(session, Answer(session, line));

    private Line Answer(Session session, Line line)
    {
        if (Markread.Refusal(replica.Network, line) is { } refusal) return refusal;
        string target = Markread.TargetOf(replica.Network, line);
        // The time only ever grows.
        if (Markread.TimeOf(line, replica.Time) is { } time)
        {
            Dictionary<Folded, long> markers = session.ReadMarkers ??= [];
            Folded folded = replica.Network.Fold(target);
            if (!markers.TryGetValue(folded, out long before) && markers.Count >= TargetsMax)
                return Markread.Fail(
                    "INTERNAL_ERROR", "This is marked for too many channels and nicks", line.Params[0]);
            markers[folded] = Math.Max(before, time);
        }

        return LineOf(replica.Network, session, target);
    }
}
