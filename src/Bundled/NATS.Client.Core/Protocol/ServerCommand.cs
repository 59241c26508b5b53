namespace NATS.Client.Core.Protocol;

/// <summary>What a server can say.</summary>
internal enum ServerVerb
{
    Msg,
    Ping,
    Pong,
    Ok,
    Err,
    Info,
}

/// <summary>One command of the server, as positions in the bytes it was read from.</summary>
internal struct ServerCommand
{
    public ServerVerb Verb;

    /// <summary>Bytes of the whole command with its line ends.</summary>
    public int Length;

    /// <summary>Of a message: its subscription; of the others unused.</summary>
    public int Sid;

    /// <summary>Of a message its subject; of INFO and -ERR their text.</summary>
    public Range Text;

    /// <summary>Reply subject, empty when there is none.</summary>
    public Range ReplyTo;

    /// <summary>Where headers and then payload begin.</summary>
    public int BodyStart;

    public int HeaderLength;

    public int PayloadLength;
}
