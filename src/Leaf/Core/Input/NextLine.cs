namespace IrcNats.Leaf.Core;

/// <summary>
/// A session's next line may wait for many things: its budget, an answer, a proof, the root. When one of these comes,
/// its unit calls this class, and <see cref="Input"/> looks at the line again.
/// </summary>
sealed class NextLine
{
    public Action<Session>? Wanted { get; set; }

    public void Try(Session session) => Wanted?.Invoke(session);
}
