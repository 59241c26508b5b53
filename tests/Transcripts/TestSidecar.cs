using System.Text;
using IrcNats.Proving;
using IrcNats.Root.Core.Outside;

namespace IrcNats.Transcripts;

/// <summary>
/// Who is asked outside by the transcripts in Sidecar: a program, and a server that gives out tokens. It knows a few
/// people, and lies when certain ones log in.
/// </summary>
public static class TestSidecar
{
    /// <summary>A certificate that it knows.</summary>
    public const string Certfp = "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";

    /// <summary>What comes of a question, at once.</summary>
    public static OutsideAnswer Ask(OutsideQuestion question)
    {
        if (question.Open() is not { } secret) return OutsideAnswer.Failed("the box is none");
        if (question.Name == "hangs" || secret.Text == "token-hangs")
            return OutsideAnswer.Failed("it took too long") with { Kind = secret.Kind };
        OutsideAnswer answer = secret.Kind == OutsideKind.Token
            ? SidecarWords.Introspection(Encoding.UTF8.GetBytes(OfToken(secret.Text)), secret)
            : SidecarWords.Answer(Encoding.UTF8.GetBytes(Of(question.Name, secret)), secret, question.Name);
        return answer with { Kind = secret.Kind };
    }

    private static string Of(string name, OutsideSecret secret) => name switch
    {
        "nonsense" => "<html>",
        "list" => "[true]",
        "unsaid" => """{"accountName": "unsaid"}""",
        "broken" => $$"""{"error": "no database for {{secret.Text}}"}""",
        "spaced" => """{"success": true, "accountName": "two words"}""",
        "service" => """{"success": true, "accountName": "NickServ"}""",
        "mail" => """{"success": true, "accountName": "Postman"}""",
        Certfp => """{"success": true, "accountName": "cardholder"}""",
        _ => secret is { Kind: OutsideKind.Password, Text: "directory" }
            ? """{"success": true}"""
            : """{"success": false, "error": ""}""",
    };

    private static string OfToken(string token) => token switch
    {
        "token-nonsense" => "active",
        "token-nobody" => """{"active": true}""",
        _ when token.StartsWith("token-of-", StringComparison.Ordinal) =>
            $$"""{"active": true, "username": "{{token[9..]}}"}""",
        _ => """{"active": false}""",
    };
}
