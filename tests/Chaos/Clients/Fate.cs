namespace IrcNats.Chaos.Clients;

/// <summary>What became of a line that was said, as far as its speaker knows.</summary>
enum Fate : byte
{
    /// <summary>No answer yet.</summary>
    Open,

    /// <summary>It came back.</summary>
    Echoed,

    /// <summary>Something else came back.</summary>
    Refused,

    /// <summary>The connection ended before an answer.</summary>
    Abandoned,
}
