namespace IrcNats.Leaf.Core;

/// <summary>
/// Tells users when the network stands still because there is no root, and when it goes on: once each, whatever happens
/// in between.
/// </summary>
sealed class Standstill(Replica replica, Sessions sessions, Replies replies, Output output)
{
    /// <summary>Whether users have been told that it stands still.</summary>
    public bool IsTold { get; private set; }

    /// <summary>Time passes.</summary>
    public void Tick()
    {
        if (replica.StandsStill == IsTold || !replies.IsUp) return;
        IsTold = replica.StandsStill;
        string text = IsTold
            ? "The network stands still for the moment. What you send is kept and delivered when it goes on"
            : "The network goes on";
        foreach (Session session in sessions.Registered) output.Notice(session, text);
    }
}
