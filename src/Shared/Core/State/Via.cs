namespace IrcNats.State;

/// <summary>How a connection came, if its address does not tell.</summary>
[Flags]
public enum Via
{
    /// <summary>Over the network, from its address.</summary>
    Network = 0,
    /// <summary>Through Tor; nobody knows from where. https://community.torproject.org/onion-services/</summary>
    Tor = 1,
    /// <summary>Over a Unix socket: a program on the leaf's machine.</summary>
    Local = 2,
    /// <summary>Over a WebSocket: a web page.</summary>
    WebSocket = 4,
}
