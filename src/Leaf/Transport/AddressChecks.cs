using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using IrcNats.Hosting;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Asks a program on this machine about addresses (server.ip-check): one line of JSON over its Unix socket, and one
/// line back, as Ergo's ip-check-script has them. Whatever goes wrong, everybody is let in, and that is told as an
/// alarm. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
sealed class AddressChecks
{
    // Bytes of an answer.
    private const int LongestAnswer = 4096;

    // What the program says of an address.
    private const int Accepted = 1, Banned = 2, NeedsSasl = 3;

    private readonly TimeProvider _time;
    private readonly PacedAlarms _alarms;
    private readonly Questions<(IPAddress Address, AddressCheck Check), Verdict> _questions;

    /// <param name="alarm">Told which socket fails, and how; once a minute for each.</param>
    public AddressChecks(TimeProvider time, Action<string, string> alarm)
    {
        (_time, _alarms) = (time, new PacedAlarms(time, alarm));
        _questions = new(asked => AskAsync(asked.Address, asked.Check), time);
    }

    /// <summary>What is against the address, as a list of addresses would say it; null: nothing, or nobody knows.
    /// </summary>
    public async Task<Blocklist?> FindAsync(IPAddress address, AddressCheck check)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return (await _questions.AskAsync((address, check)))?.Against;
    }

    private async Task<Verdict?> AskAsync(IPAddress address, AddressCheck check)
    {
        try
        {
            using CancellationTokenSource patience = new(TimeSpan.FromMilliseconds(check.Timeout), _time);
            return Read(
                await Sidecar.AskAsync(check.Socket, QuestionOf(address), LongestAnswer, patience.Token), check);
        }
        catch (OperationCanceledException)
        {
            _alarms.Tell(check.Socket, "it takes too long");
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException or FormatException)
        {
            _alarms.Tell(check.Socket, e.Message);
        }

        return null;
    }

    private static byte[] QuestionOf(IPAddress address) =>
        Encoding.UTF8.GetBytes($$"""{"ip": {{JsonSerializer.Serialize(address.ToString())}}}""");

    private static Verdict Read(byte[] answer, AddressCheck check)
    {
        using JsonDocument read = JsonDocument.Parse(answer);
        JsonElement said = read.RootElement;
        if (said.ValueKind != JsonValueKind.Object) throw new FormatException("its answer is no object");
        if (TextIn(said, "error") is { Length: > 0 } error) throw new FormatException($"it says: {error}");
        int result = said.TryGetProperty("result", out JsonElement number)
            && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out int known)
            ? known
            : throw new FormatException("its answer has no number 'result'");
        return result switch
        {
            Accepted => new Verdict(null),
            Banned => new Verdict(Against(
                check.ExemptsSasl ? BlocklistAction.RequireSasl : BlocklistAction.Refuse, said)),
            NeedsSasl => new Verdict(Against(BlocklistAction.RequireSasl, said)),
            _ => throw new FormatException($"its answer has the result {result}, which means nothing"),
        };
    }

    private static Blocklist Against(BlocklistAction action, JsonElement said) => new()
    {
        Name = "ip-check", Action = action,
        Reason = TextIn(said, "banMessage") is { Length: > 0 } text
            ? Utf8Text.OfLine(text, BanRules.ReasonLen)
            : "Your address is not let in",
    };

    private static string? TextIn(JsonElement said, string name) =>
        said.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private sealed record Verdict(Blocklist? Against);
}
