namespace IrcNats.Chaos;

/// <summary>How an operator takes a nats-server down.</summary>
enum Stopping
{
    /// <summary>SIGTERM.</summary>
    Term,

    /// <summary>Its lame duck mode: it sends its clients away first.</summary>
    LameDuck,

    /// <summary>Another server leads the log first; then SIGTERM.</summary>
    StepDown,
}
