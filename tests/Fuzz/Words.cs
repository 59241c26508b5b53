using System.Text;
using IrcNats.Commands;
using IrcNats.State;

namespace IrcNats.Fuzz;

/// <summary>Words of the kinds that commands take: mostly good ones, for things that exist.</summary>
sealed class Words(Random dice, Network network)
{
    private static readonly string[] s_junk =
    [
        "", ":", "*", "?", ",", ",,", "#", "##", "&x", "0", "-1", "99999999999999999999", "+", "-", "@", "%", "~",
        "!", "$$*", "a!b@c", "*!*@*", "!@", "irc.test", "IRC.TEST", "#a,#b,#c", "é", "🧀", "\u202e", "\ufeff", "\u0001",
        "\u0003", "\u007f", "\u0001ACTION waves\u0001", "\u0001VERSION\u0001", "soft\u00adhyphen", "İ", "ſ", "ß",
    ];

    private static readonly string[] s_texts =
        ["hello", "hello there", "\u0002bold\u000f", "käse 🧀", "a: b: c", " leading", "trailing ", "1", "x y z"];

    /// <summary>The nick of the client that sends; its commands are mostly about its own channels.</summary>
    public string Sender { get; set; } = "";

    /// <summary>One of them, at random.</summary>
    public T Of<T>(IReadOnlyList<T> some) => some[dice.Next(some.Count)];

    /// <summary>Happens once in so many times.</summary>
    public bool OnceIn(int times) => dice.Next(times) == 0;

    /// <summary>A word of the kind that a shape names in braces.</summary>
    public string Word(string kind) => OnceIn(25) ? Junk() : kind switch
    {
        "nick" => Nick(),
        "newnick" => OnceIn(10) ? Mangled(Nick()) : $"n{dice.Next(60)}",
        "nicks" => List(Nick),
        "chan" => Channel(),
        "newchan" => $"#c{dice.Next(24)}",
        "leave" => OnceIn(20) ? "0" : Channel(),
        "chans" => List(Channel),
        "any" => OnceIn(2) ? Nick() : Channel(),
        "anys" => List(() => Word("any")),
        "mask" => MaskOf(),
        "modes" => Modes(),
        "umodes" => Letters("+-", string.Concat(UserModeTable.Letters, "x?")),
        "caps" => Caps(),
        "verb" => Of(Verbs),
        "number" => OnceIn(5) ? $"{dice.NextInt64()}" : $"{dice.Next(-2, 400)}",
        "key" => OnceIn(2) ? "key" : Text().Split(' ')[0],
        "throttle" => $"{dice.Next(9)}:{dice.Next(70)}",
        "text" => Text(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no kind of word"),
    };

    /// <summary>
    /// Every command that there is, and some that do not exist; those that change most come more than once.
    /// </summary>
    public static IReadOnlyList<string> Verbs { get; } =
    [
        .. Enumerable.Repeat<string[]>(["JOIN", "JOIN", "MODE", "MODE", "PRIVMSG", "TOPIC", "INVITE", "KICK"], 4)
            .SelectMany(v => v),
        .. CommandTable.All.Keys.Order(StringComparer.Ordinal), "AUTHENTICATE", "SERVER", "SQUIT", "NOSUCH", "É",
    ];

    public string Text()
    {
        if (OnceIn(40)) return new string('x', dice.Next(700));
        if (OnceIn(40)) return string.Concat(Enumerable.Repeat("🧀", dice.Next(150)));
        return OnceIn(12) ? Junk() : Of(s_texts);
    }

    public string Junk() => OnceIn(3) ? Random(dice.Next(30)) : Of(s_junk);

    /// <summary>The same text with a character taken away, put in, doubled or changed, or cut short.</summary>
    public string Mangled(string text)
    {
        if (text.Length == 0) return Junk();
        int at = dice.Next(text.Length);
        return dice.Next(6) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, Junk()),
            2 => text.Insert(at, text[at..]),
            3 => text[..at],
            4 => text.Insert(at, new string(text[at], dice.Next(600))),
            _ => string.Concat(text.AsSpan(0, at), Random(1), text.AsSpan(at + 1)),
        };
    }

    private string Nick() => network.Users.Count == 0 || OnceIn(8)
        ? $"n{dice.Next(60)}"
        : network.Users.ElementAt(dice.Next(network.Users.Count)).Nick;

    private string Channel()
    {
        if (OnceIn(200)) return $"#{Random(dice.Next(70))}";
        Channel[] own = OnceIn(3) ? [] : OwnChannels(onlyRuled: OnceIn(2));
        string name = own.Length > 0 ? Of(own).Name : $"#c{dice.Next(24)}";
        return OnceIn(30) ? Of(["@", "+", "~&@", "%"]) + name : name;
    }

    private Channel[] OwnChannels(bool onlyRuled) => network.FindUser(Sender) is { } user
        ? [.. from c in network.ChannelsOf(user.Id)
              where !onlyRuled || network.FindMember(c.Name, user.Id)!.Value.Modes > MemberModes.Voice
              select c]
        : [];

    private string List(Func<string> word)
    {
        int words = OnceIn(3) ? dice.Next(1, OnceIn(20) ? 40 : 5) : 1;
        return string.Join(',', Enumerable.Range(0, words).Select(_ => word()));
    }

    // Extended bans nest: t:30m:m:R:account.
    private string MaskOf() => dice.Next(8) switch
    {
        0 => $"{Nick()}!*@*",
        1 => $"*!*@127.0.0.{dice.Next(3)}",
        2 => Nick(),
        3 => $"*{dice.Next(100)}*!?x?@*",
        4 => $"{Of(ExtbanTable.Letters.ToArray())}:{MaskOf()}",
        5 => $"{Of(ExtbanTable.Letters.ToArray())}:{Word("any")}",
        6 => $"t:{dice.Next(100)}{Of("smhdwx".ToArray())}:{MaskOf()}",
        _ => Mangled($"{Nick()}!user@host"),
    };

    private string Modes()
    {
        string letters = Letters("+-", Isupport.ChannelLetters + "xYz");
        StringBuilder modes = new(letters);
        for (int i = dice.Next(letters.Length + 2); i > 0; i--)
            modes.Append(' ').Append(Word(Of(["nick", "mask", "mask", "key", "number", "chan", "throttle"])));
        return modes.ToString();
    }

    private string Letters(string signs, string letters)
    {
        StringBuilder made = new();
        for (int i = dice.Next(1, OnceIn(15) ? 40 : 5); i > 0; i--)
        {
            if (made.Length == 0 || OnceIn(3)) made.Append(signs[dice.Next(signs.Length)]);
            made.Append(letters[dice.Next(letters.Length)]);
        }

        return made.ToString();
    }

    private string Caps() => string.Join(' ', Enumerable.Range(0, dice.Next(1, 8)).Select(_ =>
        (OnceIn(5) ? "-" : "") + (OnceIn(20) ? Junk() : Of(State.CapabilityTable.All).Name)));

    private string Random(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => dice.Next(8) switch
    {
        0 => (char)dice.Next(32),
        1 => (char)dice.Next(0x80, 0xd800),
        _ => (char)dice.Next(32, 127),
    }));
}
