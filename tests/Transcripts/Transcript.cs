using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;

namespace IrcNats.Transcripts;

/// <summary>
/// Plays a transcript on a stage. "alice> LINE" sends; "alice, bob&lt; LINE" expects, '*' matching anything. Strict: a
/// line nobody expected fails at the next send and at the end. tests/Scenarios/README.md has the whole language.
/// </summary>
public sealed partial class Transcript(IStage stage)
{
    private const string Name = @"[\w\[\]{}|^`-]+";
    private const string Verb = @"\b(?:join|caps|opers|connects|closes|resumes|attaches|logs in)\b";
    private const string Oper = "OPER root rootpassword";
    private readonly HashSet<string> _names = [];
    private readonly Dictionary<string, string> _leaves = [];
    private readonly Dictionary<string, string> _seen = [];

    [GeneratedRegex($@"^(?<who>{Name}(?:\s*,\s*{Name})*)\s*(?<op>[<>]|{Verb}|@)\s*(?<rest>.*)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Variable();

    [GeneratedRegex("^:\\S+ (?:422|376) ")]
    private static partial Regex EndOfMotd();

    [GeneratedRegex("The code is: ([a-z2-7]{16})\\r?\n")]
    private static partial Regex CodeInMail();

    /// <exception cref="TranscriptException">Names the line that went wrong and what came instead.</exception>
    public async Task PlayAsync(string text)
    {
        foreach (var (index, raw) in text.Split('\n').Index())
        {
            string line = raw.TrimEnd();
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                await StepAsync(line);
            }
            catch (Exception e) when (e is not TranscriptException)
            {
                throw new TranscriptException($"line {index + 1}: {line}\n  {e.Message}", e);
            }
        }

        await stage.SettleAsync(null);
        ExpectSilence();
    }

    private async Task StepAsync(string line)
    {
        if (line[0] == '!')
        {
            await DirectAsync(line[1..].Trim());
            return;
        }

        Match step = Step().Match(line);
        if (!step.Success) throw new FormatException("not a step");
        string[] names = step.Groups["who"].Value.Split(',', StringSplitOptions.TrimEntries);
        string rest = step.Groups["rest"].Value;
        if (step.Groups["op"].Value != "<") ExpectSilence();
        foreach (string name in names) await ActAsync(name, step.Groups["op"].Value, rest);
    }

    private async Task ActAsync(string name, string verb, string rest)
    {
        switch (verb)
        {
            case "<":
                Expect(name, rest);
                break;
            case ">":
                await MeetAsync(name, "");
                await SendAsync(name, Seen(rest));
                break;
            case "@":
                _leaves[name] = rest;
                break;
            case "caps":
                await MeetAsync(name, rest);
                break;
            case "connects":
                await ConnectAsync(name);
                break;
            case "resumes":
                await ResumeAsync(name, Seen(rest));
                break;
            case "logs in":
                await LogInAsync(name, rest.Split(' '));
                break;
            case "attaches":
                await AttachAsync(name, rest.Split(' '));
                break;
            case "closes":
                await stage.CloseAsync(name);
                await stage.SettleAsync(null);
                break;
            default:
                await MeetAsync(name, "");
                await SendAsync(name, verb == "join" ? "JOIN " + rest : Oper);
                ForgetAll();
                break;
        }
    }

    private async Task DirectAsync(string step)
    {
        ExpectSilence();
        if (step.StartsWith("wait ", StringComparison.Ordinal))
            await stage.WaitAsync(ParseTime(step[5..]));
        else if (step.StartsWith("mail ", StringComparison.Ordinal))
            ReadMail(step[5..], await stage.MailAsync(step[5..]));
        else if (!await stage.DoAsync(step)) throw new FormatException($"this stage cannot '{step}'");
        await stage.SettleAsync(null);
    }

    // {code} is the one in the mail from now on.
    private void ReadMail(string address, string? text)
    {
        if (text is null || CodeInMail().Match(text) is not { Success: true } found)
            throw new InvalidOperationException(text is null ? $"no mail came to {address}" : $"no code in: {text}");
        _seen["{code}"] = found.Groups[1].Value;
    }

    // Connects and registers a client that is new; its welcome is not part of the transcript.
    private async Task MeetAsync(string name, string capabilities)
    {
        if (_names.Contains(name)) return;
        await ConnectAsync(name);
        if (capabilities.Length > 0)
        {
            await stage.SendAsync(name, "CAP LS 302");
            await stage.SendAsync(name, "CAP REQ :" + capabilities.Replace(",", "", StringComparison.Ordinal));
            await stage.SendAsync(name, "CAP END");
        }

        await stage.SendAsync(name, "NICK " + name);
        await SendAsync(name, $"USER {name} 0 * :{name}");
        if (!stage.Inbox(name).Any(l => l.Contains(" 001 ", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{name} was not welcomed: {string.Join(" / ", stage.Inbox(name))}");
        ForgetAll();
    }

    // The transcript sees only what comes after the welcome.
    private async Task ResumeAsync(string name, string token)
    {
        await ConnectAsync(name);
        string[] lines = ["CAP REQ :ircnats/resume", $"RESUME {token}", $"NICK {name}", $"USER {name} 0 * :{name}"];
        foreach (string line in lines) await stage.SendAsync(name, line);
        await SendAsync(name, "CAP END");
        PassOverWelcome(name);
    }

    private void PassOverWelcome(string name)
    {
        Queue<string> inbox = stage.Inbox(name);
        while (inbox.TryDequeue(out string? line) && !EndOfMotd().IsMatch(line)) { }
    }

    // With SASL, and with the account's name as its nick: one more client of a user.
    private async Task AttachAsync(string name, string[] words)
    {
        await LogInAsync(name, words[0].Split('@')[0], words);
        if (!stage.Inbox(name).Any(l => l.Contains(" 001 ", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{name} was not welcomed: {string.Join(" / ", stage.Inbox(name))}");
        PassOverWelcome(name);
    }

    // The same with SASL: an account, its password, and more capabilities.
    private async Task LogInAsync(string name, string[] words)
    {
        await LogInAsync(name, name, words);
        ForgetAll();
    }

    private async Task LogInAsync(string name, string nick, string[] words)
    {
        await ConnectAsync(name);
        string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{words[0]}\0{words[1]}"));
        string[] lines =
        [
            "CAP LS 302", $"CAP REQ :sasl {string.Join(' ', words[2..])}".TrimEnd(), "AUTHENTICATE PLAIN",
            $"AUTHENTICATE {plain}", $"NICK {nick}", $"USER {name} 0 * :{name}",
        ];
        foreach (string line in lines) await stage.SendAsync(name, line);
        await SendAsync(name, "CAP END");
        if (!stage.Inbox(name).Any(l => l.Contains(" 903 ", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{name} is not logged in: {string.Join(" / ", stage.Inbox(name))}");
    }

    private string Seen(string text) => Variable().Replace(text, v => _seen.GetValueOrDefault(v.Value, v.Value));

    private async Task ConnectAsync(string name)
    {
        if (!_names.Add(name)) throw new FormatException($"{name} is connected already");
        await stage.ConnectAsync(name, _leaves.GetValueOrDefault(name));
    }

    private async Task SendAsync(string name, string line)
    {
        await stage.SendAsync(name, line);
        await stage.SettleAsync(name);
    }

    private void ForgetAll()
    {
        foreach (string name in _names) stage.Inbox(name).Clear();
    }

    private void Expect(string name, string pattern)
    {
        if (!_names.Contains(name)) throw new FormatException($"{name} never connected");
        string got = stage.Inbox(name).TryDequeue(out string? line) ? line : "(silence)";
        if (!Matches(Remember(pattern, got), got)) throw new InvalidOperationException($"{name} got: {got}");
    }

    // "{name}" stands for a word: what it was the first time, it must be from then on.
    private string Remember(string pattern, string got)
    {
        foreach (Match variable in Variable().Matches(pattern))
        {
            if (_seen.ContainsKey(variable.Value)) continue;
            string around = Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)
                .Replace(Regex.Escape(variable.Value), "([^ ;]+)", StringComparison.Ordinal);
            // The others of this line.
            around = Variable().Replace(around.Replace("\\{", "{", StringComparison.Ordinal), "[^ ;]+");
            if (Regex.Match(got, around) is { Success: true } found) _seen[variable.Value] = found.Groups[1].Value;
        }

        return Variable().Replace(pattern, v => _seen.GetValueOrDefault(v.Value, v.Value));
    }

    // '*' matches anything; every other character, '?' too, is itself.
    private static bool Matches(string pattern, string got) =>
        FileSystemName.MatchesSimpleExpression(
            pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal),
            got, ignoreCase: false);

    private void ExpectSilence()
    {
        foreach (string name in _names)
            if (stage.Inbox(name).TryPeek(out string? line))
                throw new InvalidOperationException($"{name} also got: {line}");
    }

    internal static TimeSpan ParseTime(string text)
    {
        string number = text.TrimEnd('m', 's', 'h').Trim();
        double amount = double.Parse(number, CultureInfo.InvariantCulture);
        return text[number.Length..].Trim() switch
        {
            "ms" => TimeSpan.FromMilliseconds(amount),
            "s" => TimeSpan.FromSeconds(amount),
            "m" => TimeSpan.FromMinutes(amount),
            "h" => TimeSpan.FromHours(amount),
            var unit => throw new FormatException($"'{unit}' is no unit of time"),
        };
    }
}

/// <summary>A transcript did not go as written.</summary>
public sealed class TranscriptException(string message, Exception inner) : Exception(message, inner);
