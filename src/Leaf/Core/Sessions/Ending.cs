using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Why a session ends, and what is to be done about it. Every way in which one can end is a row here;
/// <see cref="Sessions.End"/> carries it out.
/// </summary>
/// <param name="Reason">Other users read it in QUIT, if the root quits the user for it.</param>
/// <param name="Last">The client's last line.</param>
/// <param name="Root">The request to the root, if it knows of the session.</param>
/// <param name="Connection">When the connection closes.</param>
sealed record Ending(string Reason, LastLine Last, ToRoot Root, Closing Connection)
{
    /// <summary>Its user is gone, by the root's answer or by the log, which have said so: nothing is left to tell. It
    /// also completes the leaving of a session that waits for that.</summary>
    public static Ending KnownToNetwork { get; } = new("", LastLine.None, ToRoot.Nothing, Closing.AtOnce);

    /// <summary>Its client was there to the end: it has got everything that it was shown.</summary>
    public bool IsInOrder { get; private init; }

    /// <summary>Text of the last line, where it is not the reason.</summary>
    public string? Text { get; private init; }

    /// <summary>This leaf wants it no more: refused, timed out, an error of ours.</summary>
    public static Ending Dropped(string reason, string? text = null) =>
        new(reason, LastLine.Error, ToRoot.Closed, Closing.AtOnce) { Text = text };

    /// <summary>This leaf goes away. The user stays for the grace time, for whoever comes back.</summary>
    public static Ending SentAway(string reason) => new(reason, LastLine.Farewell, ToRoot.SentAway, Closing.AtOnce)
    {
        IsInOrder = true,
    };

    /// <summary>The client said QUIT. When it reads ERROR the root knows, and the nick is free on each leaf.</summary>
    public static Ending Quit(string reason) => new(reason, LastLine.Error, ToRoot.Closed, Closing.WhenRootKnows)
    {
        IsInOrder = true,
    };

    /// <summary>The client has hung up, and all of its lines are done.</summary>
    public static Ending Done(InputEnd end) =>
        new(end.Reason, LastLine.None, ToRoot.Closed, Closing.AtOnce) { IsInOrder = end.IsInOrder };

    /// <summary>The connection is gone, whoever ended it: the session leaves the table.</summary>
    public static Ending Lost(string reason) => new(reason, LastLine.None, ToRoot.Closed, Closing.IsGone);

    /// <summary>The network ended the user while this leaf was not shown what happened.</summary>
    public static Ending Unseen(string reason) => new(reason, LastLine.Error, ToRoot.Nothing, Closing.AtOnce);

    /// <summary>The last line as that session reads it; null: there is none.</summary>
    public Line? LastFor(Session session) => Last switch
    {
        LastLine.None => null,
        // A WebSocket is closed with a code that says so. Web clients come back after that, but some not after ERROR.
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
    /// <summary>The user stays for the grace time (SessionSentAway). A session that is no user yet has nothing to come
    /// back to: the root is told that it closed.</summary>
    SentAway,
}

enum Closing
{
    AtOnce,
    /// <summary>When the root knows it: at once if no root is heard of, or it does not know the session.</summary>
    WhenRootKnows,
    IsGone,
}
