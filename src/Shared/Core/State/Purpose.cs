namespace IrcNats.State;

/// <summary>What somebody has to prove before a request of theirs is decided. Numbers are on the wire.</summary>
public enum Purpose
{
    None = 0,
    /// <summary>That they know the password of an operator.</summary>
    Oper = 1,
    /// <summary>That they know the password that every client must give (PASS).</summary>
    ServerPassword = 2,
    /// <summary>That they know the password of a gateway (WEBIRC).</summary>
    Gateway = 3,
    /// <summary>What the log has at the msgid that they name.</summary>
    Citation = 4,
}
