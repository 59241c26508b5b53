using System.Net.Http.Headers;
using System.Text;
using IrcNats.Hosting;
using IrcNats.Proving;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Outside;

namespace IrcNats.Root.Outside;

/// <summary>
/// Asks who is asked outside: the program of accounts.auth-script, or a server whose tokens are taken. Whatever they
/// do, the answer comes within the time that the configuration allows.
/// </summary>
static class OutsideAsker
{
    /// <param name="stop">This process ends.</param>
    public static async Task<OutsideAnswer> AskAsync(
        OutsideQuestion question, TimeProvider time, CancellationToken stop)
    {
        if (await Task.Run(question.Open, stop) is not { } secret)
            return OutsideAnswer.Failed("a leaf's box is none, or was sealed for another network.secret-file");
        RootSecrets secrets = question.Secrets;
        (string place, int most) = secrets.Tokens is { Url: not null } tokens && secret.Kind == OutsideKind.Token
            ? (tokens.Place, tokens.Timeout)
            : (secrets.Sidecar?.Place ?? "", secrets.Sidecar?.Timeout ?? SidecarSettings.DefaultTimeout);
        OutsideAnswer answer = await InTimeAsync(
            patience => AskAsync(question, secret, patience), place, most, secret, time, stop);
        return answer with { Kind = secret.Kind };
    }

    private static async Task<OutsideAnswer> InTimeAsync(
        Func<CancellationToken, Task<OutsideAnswer>> ask, string place, int most, OutsideSecret secret,
        TimeProvider time, CancellationToken stop)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(most), time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            // A step that does not look at the token, such as a lookup of a name, is left behind.
            OutsideAnswer answer = await Task.Run(() => ask(either.Token), either.Token).WaitAsync(either.Token);
            return answer.Outcome == OutsideOutcome.Failed
                ? OutsideAnswer.Failed($"{place}: {answer.Text}")
                : answer;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return OutsideAnswer.Failed($"{place} took longer than {most} ms");
        }
        catch (Exception fault) when (!stop.IsCancellationRequested)
        {
            // Whatever it is: one login must not end a root.
            return OutsideAnswer.Failed($"{place}: {SidecarWords.Said(fault.Message, secret.Text)}");
        }
    }

    private static async Task<OutsideAnswer> AskAsync(
        OutsideQuestion question, OutsideSecret secret, CancellationToken patience)
    {
        if (secret.Kind == OutsideKind.Token && question.Secrets.Tokens is { Url: { } url } tokens)
            return SidecarWords.Introspection(
                await Sidecar.PostAsync(Introspection(url, tokens, secret), SidecarWords.LongestAnswer, patience),
                secret);
        if (question.Secrets.Sidecar is not { } sidecar) return OutsideAnswer.Failed("there is no auth-script");
        byte[] asked = SidecarWords.Question(secret, question.Name, question.Address);
        byte[] said = sidecar.Socket is { } socket
            ? await Sidecar.AskAsync(socket, asked, SidecarWords.LongestAnswer, patience)
            : await Sidecar.PostAsync(Post(sidecar.Url!, asked), SidecarWords.LongestAnswer, patience);
        return SidecarWords.Answer(said, secret, question.Name);
    }

    private static HttpRequestMessage Post(Uri url, byte[] json)
    {
        ByteArrayContent content = new(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
    }

    // https://www.rfc-editor.org/rfc/rfc7662#section-2.1
    // How the client is named: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
    private static HttpRequestMessage Introspection(Uri url, TokenSettings tokens, OutsideSecret secret)
    {
        HttpRequestMessage request = new(HttpMethod.Post, url)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = secret.Text }),
        };
        if (tokens.ClientId is { } id)
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(
                Encoding.UTF8.GetBytes($"{Form(id)}:{Form(tokens.ClientSecret ?? "")}")));
        return request;
    }

    private static string Form(string text) =>
        Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
