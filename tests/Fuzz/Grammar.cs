using System.Text;
using IrcNats.State;

namespace IrcNats.Fuzz;

/// <summary>
/// What clients send: mostly lines of our own commands, some lines that are almost commands, some bytes without
/// meaning.
/// </summary>
sealed class Grammar(Random dice, Network network)
{
    // The usual forms of each command. A word in braces stands for a kind of word.
    private static readonly Dictionary<string, string[]> s_shapes = new()
    {
        ["JOIN"] = ["{newchan}", "{newchan}", "{newchan} {key}", "{newchan},{chans} {key}", "{leave}"],
        ["PART"] = ["{chan}", "{chans} :{text}"],
        ["PRIVMSG"] = ["{any} :{text}", "{anys} :{text}"],
        ["NOTICE"] = ["{any} :{text}", "{anys} :{text}"],
        ["TAGMSG"] = ["{any}", "{anys}"],
        ["MODE"] = ["{chan} {modes}", "{chan} {modes}", "{chan}", "{nick} {umodes}", "{nick}"],
        ["TOPIC"] = ["{chan} :{text}", "{chan}"],
        ["KICK"] = ["{chan} {nicks} :{text}", "{chan} {nick}", "{chans} {nicks}"],
        ["UNINVITE"] = ["{nick} {chan}"],
        ["INVITE"] = ["{nick} {chan}", ""],
        ["NAMES"] = ["{chans}", ""],
        ["LIST"] = ["", "{chans}", ">{number}", "<{number},C>{number}", "{mask},!{mask}"],
        ["WHO"] = ["{any}", "{mask}", "{chan} %tcuihsnfdlaor,{number}", "{any} o"],
        ["WHOIS"] = ["{nick}", "{nick} {nick}"],
        ["WHOWAS"] = ["{nick}", "{nick} {number}"],
        ["NICK"] = ["{newnick}"],
        ["AWAY"] = ["", ":{text}"],
        ["SETNAME"] = [":{text}"],
        ["OPER"] = ["root rootpassword", "{nick} {key}"],
        ["KILL"] = ["{nick} :{text}"],
        ["WALLOPS"] = [":{text}"],
        ["KLINE"] = ["1s banned{number} :{text}", "LIST", "LIST {mask}"],
        ["DLINE"] = ["1s 198.51.100.{number} :{text}", "LIST {mask}"],
        ["UBAN"] = ["ADD 203.0.113.{number} DURATION 1s :{text}", "INFO {mask}", "LIST {mask}", "DEL {mask}"],
        ["RESV"] = ["1s reserved{number} :{text}", "1s #reserved{number}", "LIST"],
        ["DEFCON"] = ["", "5", "level"],
        ["LOCKDOWN"] = ["1s #locked{number} :{text}", "LIST", "LIST {mask}"],
        ["UNLOCK"] = ["#locked{number}"],
        ["CLEAR"] = ["#cleared{number} 1s :{text}"],
        ["FILTER"] =
            ["ADD *fuzzed{number}* mtpnr report :{text}", "DEL *fuzzed{number}*", "LIST {mask}", "TRY m :{text}"],
        ["SANICK"] = ["nobody {newnick}"],
        ["SAJOIN"] = ["{nick} {newchan}"],
        ["SAPART"] = ["{nick} {chans} :{text}"],
        ["SAMODE"] = ["{chan} {modes}", "{nick} {umodes}"],
        ["AUDIT"] = ["", "{number}", "{number} {mask}"],
        ["MONITOR"] = ["+ {nicks}", "- {nicks}", "C", "L", "S"],
        ["KNOCK"] = ["{chan}", "{chan} :{text}"],
        ["RENAME"] = ["{chan} {chan} :{text}"],
        ["ISON"] = ["{nick} {nick} {nick}", ":{nick} {nick}"],
        ["USERHOST"] = ["{nick} {nick}"],
        ["USERIP"] = ["{nick} {nick}"],
        ["ACCEPT"] = ["{nicks}", "*", "-{nick}"],
        ["REDACT"] = ["{any} {key} :{text}"],
        ["METADATA"] = ["{any} SET {key} :{text}", "* GET {key}", "* LIST", "* SUB {key} {key}", "* SUBS", "* CLEAR"],
        ["BATCH"] = ["+1 draft/multiline {any}", "-1", "+2 {key}"],
        ["CAP"] = ["LS 302", "REQ :{caps}", "REQ :{caps}", "END", "LIST", "{text}"],
        ["USER"] = ["{key} 0 * :{text}"],
        ["HELP"] = ["", "{verb}"],
        ["STATS"] = ["u", "{key}"],
        ["PING"] = ["{key}", ":{text}"],
        ["QUIT"] = [":{text}"],
    };

    // Verbs that could keep any client out, or take the witness's name: they are only said of nobody.
    private static readonly string[] s_careful =
        ["KLINE", "DLINE", "UBAN", "RESV", "SANICK", "DEFCON", "LOCKDOWN", "CLEAR", "FILTER"];

    private static readonly string[] s_otherwise = ["", "{any}", "{any} {any}", ":{text}", "{number} {any} :{text}"];

    private readonly Words _words = new(dice, network);

    /// <summary>The next thing that the client of this nick sends, line breaks included.</summary>
    public byte[] Next(string sender)
    {
        _words.Sender = sender;
        int roll = dice.Next(100);
        if (roll < 3) return Noise();
        string line = roll > 97 ? Batch() : Line();
        if (roll < 12 && !s_careful.Any(verb => line.Contains(verb, StringComparison.Ordinal)))
            line = _words.Mangled(line);
        byte[] bytes = Encoding.UTF8.GetBytes(line + (_words.OnceIn(30) ? "\n" : "\r\n"));
        if (roll is >= 12 and < 15) bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
        return bytes;
    }

    private string Line()
    {
        string verb = _words.Of(Words.Verbs);
        // A client that leaves too often is never in the middle of anything.
        if (verb is "QUIT" or "KILL" && !_words.OnceIn(4)) verb = "PRIVMSG";
        string shape = _words.Of(s_shapes.GetValueOrDefault(verb, s_otherwise));
        if (_words.OnceIn(15) && !s_careful.Contains(verb)) shape = _words.Of(s_otherwise);
        StringBuilder line = new(Tags());
        if (_words.OnceIn(60)) line.Append(':').Append(_words.Word("nick")).Append(' ');
        return line.Append(verb).Append(' ').Append(Filled(shape)).ToString();
    }

    // https://ircv3.net/specs/extensions/multiline
    private string Batch()
    {
        string target = _words.Word("any"), verb = _words.OnceIn(4) ? "NOTICE" : "PRIVMSG";
        string reference = $"{dice.Next(4)}";
        StringBuilder lines = new($"{Tags()}BATCH +{reference} draft/multiline {target}\r\n");
        for (int i = dice.Next(_words.OnceIn(10) ? 150 : 5); i > 0; i--)
        {
            string concat = _words.OnceIn(4) ? ";draft/multiline-concat" : "";
            string to = _words.OnceIn(30) ? _words.Word("any") : target;
            lines.Append($"@batch={reference}{concat} {verb} {to} :{_words.Text()}\r\n");
            if (_words.OnceIn(60)) lines.Append(Line()).Append("\r\n");
        }

        return lines.Append(_words.OnceIn(8) ? "PING x" : $"BATCH -{reference}").ToString();
    }

    private string Filled(string shape)
    {
        StringBuilder filled = new();
        for (int at = 0; at < shape.Length;)
        {
            int open = shape.IndexOf('{', at);
            if (open < 0) return filled.Append(shape.AsSpan(at)).ToString();
            int close = shape.IndexOf('}', open);
            filled.Append(shape.AsSpan(at, open - at)).Append(_words.Word(shape[(open + 1)..close]));
            at = close + 1;
        }

        return filled.ToString();
    }

    private string Tags()
    {
        if (!_words.OnceIn(5)) return "";
        StringBuilder tags = new("@");
        for (int i = dice.Next(1, 4); i > 0; i--)
        {
            if (tags.Length > 1) tags.Append(';');
            string value = _words.OnceIn(100) ? new string('v', dice.Next(4500)) : $"{dice.Next(1000)}";
            tags.Append(_words.Of(["label", "label", "+typing", "+draft/reply", "+x", "batch", "msgid", "time", ""]))
                .Append('=').Append(_words.OnceIn(10) ? _words.Junk() : value);
        }

        return tags.Append(' ').ToString();
    }

    // Bytes that are lines only by chance.
    private byte[] Noise()
    {
        byte[] bytes = new byte[_words.OnceIn(20) ? dice.Next(20_000) : dice.Next(200)];
        dice.NextBytes(bytes);
        if (_words.OnceIn(2)) bytes.AsSpan().Replace((byte)'\n', (byte)' ');
        return bytes;
    }
}
