using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Why a session ends, and what must be done about it. Every way in which a session can end is a row here;
/// <see cref="Sessions.End"/> carries it out.
/// </summary>
/// <param name="Reason">The reason that other users read, if the root quits the user.</param>
/// <param name="Last">The client's last line.</param>
/// <param name="Root">What the root is told, if it knows the session.</param>
/// <param name="Connection">What happens to the connection.</param>
sealed record Ending(string Reason, LastLine Last, ToRoot Root, Closing Connection)
{
    /// <summary>
    /// Its user is gone by the root's answer or by the log, so nothing is left to tell. This also completes the leaving
    /// of a session that waits for it.
    /// </summary>
    public static Ending KnownToNetwork { get; } = new("", LastLine.None, ToRoot.Nothing, Closing.AtOnce);

    /// <summary>Text of the last line, if it is not the reason.</summary>
    public string? Text { get; private init; }

    /// <summary>This leaf ends it: it is refused, timed out, or met an error of ours.</summary>
    public static Ending Dropped(string reason, string? text = null) =>
        new(reason, LastLine.Error, ToRoot.Closed, Closing.AtOnce) { Text = text };

    /// <summary>This leaf goes away. The user stays for the grace time, so that the client can come back.</summary>
    public static Ending SentAway(string reason) => new(reason, LastLine.Farewell, ToRoot.SentAway, Closing.AtOnce);

    /// <summary>The client said QUIT. When it reads ERROR the root knows, and the nick is free on each leaf.</summary>
    public static Ending Quit(string reason) => new(reason, LastLine.Error, ToRoot.Closed, Closing.WhenRootKnows);

    /// <summary>The client has hung up, and all of its lines are done.</summary>
    public static Ending Done(string reason) => new(reason, LastLine.None, ToRoot.Closed, Closing.AtOnce);

    /// <summary>The connection is gone, whichever side ended it: the session leaves the table.</summary>
    public static Ending Lost(string reason) => new(reason, LastLine.None, ToRoot.Closed, Closing.IsGone);

    /// <summary>The network ended the user while this leaf was not shown what happened.</summary>
    public static Ending Unseen(string reason) => new(reason, LastLine.Error, ToRoot.Nothing, Closing.AtOnce);

    /// <summary>The last line for that session; null: none.</summary>
    public Line? LastFor(Session session) => Last switch
    {
        LastLine.None => null,
        // A WebSocket is closed with a code that says so. Web clients come back after that code, but some do not after
        // ERROR.
        LastLine.Farewell when session.Peer.Door.HasFlag(Door.Web) =>
            new Line(null, "NOTICE", session.Called, Text ?? Reason) { Trailing = true },
        _ => new Line(null, "ERROR", Text ?? Reason) { Trailing = true },
    };
}

enum LastLine
{
    None,
    Error,
    /// <summary>A friendly word: ERROR, or NOTICE for web clients.</summary>
    Farewell,
}

enum ToRoot
{
    Nothing,
    /// <summary>The user is quit (SessionClosed).</summary>
    Closed,
    /// <summary>
    /// The user stays for the grace time (SessionSentAway). A session that is no user yet has nothing to come back to.
    /// </summary>
    SentAway,
}

enum Closing
{
    AtOnce,
    /// <summary>When the root knows it: at once if no root is heard of, or it does not know the session.</summary>
    WhenRootKnows,
    IsGone,
}
