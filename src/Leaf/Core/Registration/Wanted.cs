using IrcNats.Protocol;
using IrcNats.Proving;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>Something that a session has to prove before the root is asked. Two of them are never equal, even if they
/// say the same.</summary>
/// <param name="Name">
/// The operator's, the gateway's, the account's, the certificate's fingerprint, or the msgid; empty for the server's
/// password, and for a token that names no account.
/// </param>
/// <param name="Password">As the client gave it, or a token; empty where it gave none.</param>
public sealed class Wanted(ulong session, Purpose purpose, string name, string password, string address)
{
    public ulong Session => session;
    public Purpose Purpose => purpose;
    public string Name => name;
    public string Password => password;
    public string Address => address;

    /// <summary>What the client itself said as SCRAM's client; null: this leaf plays the client.</summary>
    public (string First, string? Final)? Said { get; init; }

    /// <summary>How a new password is to be hashed, and for whom its verifier is sealed.</summary>
    public (int Iterations, string SealKey)? Recipe { get; init; }

    /// <summary>For <see cref="Recipe"/>, as the network has it; null: it has no accounts.</summary>
    public static (int Iterations, string SealKey)? RecipeOf(AccountsConfig accounts) =>
        accounts.SealKey is { } key ? (accounts.Iterations, key) : null;

    /// <summary>Who outside the network is asked about it by a root, and under which key what only roots may read is
    /// sealed for them; null: nobody.</summary>
    public (OutsideKind Kind, string SealKey)? Outside { get; init; }

    /// <summary>For <see cref="Outside"/>, as the network has it.</summary>
    public static (OutsideKind Kind, string SealKey)? AskedOutside(AccountsConfig accounts, OutsideKind kind) =>
        accounts.SealKey is { } key && (kind == OutsideKind.Token ? accounts.TakesTokens : accounts.AsksSidecar)
            ? (kind, key)
            : null;

    /// <summary>What goes into the box for somebody outside. A certificate's fingerprint is the name.</summary>
    public string OutsideText(OutsideKind kind) =>
        new OutsideSecret(kind, kind == OutsideKind.Certificate ? Name : Password).BoxText;

    /// <summary>An e-mail address, for roots alone; empty: none.</summary>
    public string Email { get; init; } = "";

    /// <summary>A code that was mailed, for roots alone; empty: none.</summary>
    public string Code { get; init; } = "";

    /// <summary>What goes into the box.</summary>
    /// <param name="verifier">Of the new password; empty: there is none.</param>
    public string BoxText(string verifier) => new BoxContent(verifier, Email, Code)
    {
        Password = Purpose == Purpose.NewPush ? Password : "",
    }.Text;

    /// <summary>Whether a root may be told the password itself, in a box, if it asks for that.</summary>
    public bool CanSayPassword => Purpose == Purpose.Login && Said is null && Password.Length > 0 && Recipe is not null;

    /// <summary>What goes into the box then.</summary>
    /// <param name="verifier">Of the same password.</param>
    public string OldPasswordText(string verifier) => new BoxContent(verifier) { Password = Password }.Text;

    /// <summary>The sequence that the root must have applied before it answers; 0: any.</summary>
    public ulong After { get; init; }

    /// <summary>Whether one question is enough, and nothing is to be hashed here.</summary>
    public bool IsOneQuestion =>
        Said is not null || Purpose is Purpose.Citation or Purpose.Certificate or Purpose.NewCode;

    /// <summary>Its session is gone: whoever works on it may stop. From any thread.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The question about it.</summary>
    public ProofQuestion QuestionOf(string leaf, ulong incarnation) =>
        new(Payload.FormatVersion, leaf, incarnation, Session, Purpose, Name, Address)
        {
            First = Said?.First, Final = Said?.Final, After = After,
        };

    /// <summary>The question about it that somebody outside has to answer.</summary>
    public ProofQuestion OutsideQuestionOf(string leaf, ulong incarnation, ReadOnlyMemory<byte> box) =>
        QuestionOf(Purpose.Outside, leaf, incarnation, box);

    /// <summary>The question in which a root is told the password.</summary>
    public ProofQuestion OldPasswordQuestionOf(string leaf, ulong incarnation, ReadOnlyMemory<byte> box) =>
        QuestionOf(Purpose.OldPassword, leaf, incarnation, box);

    private ProofQuestion QuestionOf(Purpose about, string leaf, ulong incarnation, ReadOnlyMemory<byte> box) =>
        new(Payload.FormatVersion, leaf, incarnation, Session, about, Name, Address) { Box = box, After = After };

    internal void End() => IsOver = true;
}

/// <summary>The result of a proof.</summary>
/// <param name="Kind">Right, Wrong, Throttled, or Busy for whatever keeps it from being said.</param>
/// <param name="Wait">Milliseconds, when there were too many wrong tries.</param>
/// <param name="Text">What the root said: SCRAM's next message, or why the proof is of no use.</param>
public readonly record struct Proved(ProofKind Kind, Ticket? Ticket = null, long Wait = 0, string Text = "");

/// <summary>A proof under way, with the line and label that it is for. The server's and the gateway's password have
/// none: they are for registration.</summary>
sealed record ProofUnderWay(Wanted Wanted, Line? Line, string? Label);
