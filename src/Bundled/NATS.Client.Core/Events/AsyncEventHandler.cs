namespace NATS.Client.Core;

/// <summary>
/// A handler of a connection event; handlers run one after the other, off the connection's own loops.
/// </summary>
public delegate ValueTask AsyncEventHandler<TEventArgs>(object? sender, TEventArgs e);
