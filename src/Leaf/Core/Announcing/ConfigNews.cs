using IrcNats.Commands;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>The configuration changed: sessions that were told the old values (CAP, ISUPPORT) are told the new ones,
/// and new times hold for all sessions.</summary>
sealed class ConfigNews(Replica replica, Output output, Sessions sessions, CapCommand cap, DueTimes due)
{
    public void Tell(NetworkConfig before)
    {
        foreach (Session session in sessions.Live)
        {
            cap.TellOfChanges(session, before);
            due.Plan(session);
        }

        string[] changes = [.. Isupport.Changes(Isupport.Tokens(before), Isupport.Tokens(replica.Config))];
        if (changes.Length == 0) return;
        foreach (Session session in sessions.Registered)
            output.Tell(session, Isupport.Lines(changes, session.Called));
    }
}
