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
    /// <summary>The client knows the code that was mailed to an account's new address.</summary>
    EmailCode = 8,
    /// <summary>The e-mail address is one that may be used, and is sealed for the log.</summary>
    NewEmail = 9,
    /// <summary>The client knows the code by which an account gets another password, and the verifier of that is
    /// sealed for the log.</summary>
    PasswordByCode = 10,
    /// <summary>Somebody outside the network says whose a password, a certificate or a token is.</summary>
    Outside = 11,
    /// <summary>The client may have a code mailed by which an account gets another password.</summary>
    NewCode = 12,
    /// <summary>The client has the key of an operator's block. The first of two questions asks for a nonce.</summary>
    OperKey = 13,
    /// <summary>The client knows the password of an account that came from another network, of which roots know a hash
    /// that SCRAM cannot be played with.</summary>
    OldPassword = 14,
    /// <summary>The place to which messages are to be pushed is well-formed, and is sealed for the log.</summary>
    NewPush = 15,
}

/// <summary>What goes without saying for some purposes.</summary>
public static class Purposes
{
    /// <summary>Whether the question has a box, which only roots can open.</summary>
    public static bool IsBoxed(this Purpose purpose) => purpose is
        Purpose.NewPassword or Purpose.EmailCode or Purpose.NewEmail or Purpose.PasswordByCode or Purpose.Outside
        or Purpose.OldPassword or Purpose.NewPush;

    /// <summary>Whether a new password is hashed for it.</summary>
    public static bool SetsPassword(this Purpose purpose) => purpose is Purpose.NewPassword or Purpose.PasswordByCode;

    /// <summary>Whether it is about an account, of which a root that is behind may not know.</summary>
    public static bool IsOfAccount(this Purpose purpose) => purpose is
        Purpose.Login or Purpose.EmailCode or Purpose.NewEmail or Purpose.PasswordByCode;

    /// <summary>Whether a root cannot say it at once: others are asked, or something is hashed.</summary>
    public static bool TakesLong(this Purpose purpose) => purpose is Purpose.Outside or Purpose.OldPassword;

    /// <summary>Milliseconds within which a root that lives answers.</summary>
    public static int AnsweredWithin(this Purpose purpose) => purpose.TakesLong() ? OutsideWait : UsualWait;

    /// <summary>Milliseconds that somebody outside may take, and that a question may wait for its turn before.
    /// </summary>
    public const int OutsideMost = 8000, OutsideTurn = 2000;

    private const int UsualWait = 2000, OutsideWait = OutsideMost + OutsideTurn + 1000;
}
