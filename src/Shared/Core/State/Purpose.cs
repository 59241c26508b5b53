namespace IrcNats.State;

/// <summary>What a client has to prove before its request is decided. The numbers are on the wire.</summary>
public enum Purpose
{
    None = 0,
    /// <summary>The client knows the password of an operator's block.</summary>
    Oper = 1,
    /// <summary>The client knows the password that every client must give (PASS).</summary>
    ServerPassword = 2,
    /// <summary>The gateway knows its password (WEBIRC).</summary>
    Gateway = 3,
    /// <summary>Which message the log has at the msgid that the request names.</summary>
    Citation = 4,
    /// <summary>The client knows the password of an account.</summary>
    Login = 5,
    /// <summary>The client has shown a certificate that logs in to an account.</summary>
    Certificate = 6,
    /// <summary>The verifier of a new password is well-formed, and is sealed for the log.</summary>
    NewPassword = 7,
}
