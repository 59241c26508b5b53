using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NICKSERV and NS, and what is said to the nick NickServ (PRIVMSG): commands about accounts, for people and for
/// clients that do not know SASL. There is no program behind the nick.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
public static class NickServ
{
    /// <summary>The command, and its short name.</summary>
    public const string Verb = "NICKSERV", Alias = "NS";

    private static readonly IReadOnlyList<NickServVerb> s_verbs =
    [
        new("HELP", "[command]", "lists the commands, or explains one", Help),
        .. NickServIdentity.Verbs,
        .. NickServSettings.Verbs,
        .. NickServSuspend.Verbs,
    ];

    [IrcCommand(Verb, At.Root, Secret = nameof(SecretOf), Cost = 2,
        Takes = "command [parameters]", Says = "Registers and uses accounts; NICKSERV HELP lists the commands.")]
    [IrcCommand(Alias, At.Root, Secret = nameof(SecretOf), Cost = 2,
        Takes = "command [parameters]", Says = "The same as NICKSERV.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (!net.Config.Accounts.Exist) return Numeric.ERR_UNKNOWNCOMMAND.For(by.Nick, line.Command);
        string[] words = Words(line);
        if (words.Length == 0) return Help(net, by, ["HELP"]);
        return Find(words[0]) is { } verb
            ? verb.Handle(net, by, words)
            : Notice(net, by, "There is no such command; HELP lists them");
    }

    // What is no command of ours may be a password that somebody mistyped the command of: nobody reads it.
    static LineSecret? SecretOf(NetworkConfig config, User by, Line line)
    {
        string[] words = Words(line);
        if (words.Length == 0) return null;
        Line known = line with { Params = words };
        return Find(words[0]) is not { } verb
            ? new LineSecret(Purpose.None, "", "", known with { Params = [LineSecret.Hidden] })
            : verb.Secret?.Invoke(config, by, known);
    }

    /// <summary>The line as a command, if it is something said to NickServ; else the line.</summary>
    public static Line Addressed(NetworkConfig config, Line line) =>
        line is { Command: "PRIVMSG", Params: [var to, ..] } && config.Accounts.Exist
        && AccountRules.IsService(config, to)
            ? line with { Command = Verb, Params = Words(line with { Params = [.. line.Params.Skip(1)] }) }
            : line;

    /// <summary>What NickServ says to the user, as they can answer it.</summary>
    public static Line Notice(Network net, Caller by, string text) => Notice(net.Config, by.Nick, text);

    /// <inheritdoc cref="Notice(Network, Caller, string)"/>
    public static Line Notice(NetworkConfig config, string nick, string text) =>
        new($"{AccountRules.Service}!{AccountRules.Service}@{config.ServerName}", "NOTICE", nick, text)
        {
            Trailing = true,
        };

    /// <summary>How a command is written.</summary>
    public static Decision Usage(Network net, Caller by, string verb) =>
        Notice(net, by, $"Write: {verb} {Find(verb)!.Takes}");

    // However the line was written: every word is one.
    private static string[] Words(Line line) =>
        string.Join(' ', line.Params).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static NickServVerb? Find(string name) =>
        s_verbs.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Decision Help(Network net, Caller by, IReadOnlyList<string> words)
    {
        IEnumerable<NickServVerb> shown = s_verbs.Where(v => !v.IsForOpers || by.User.IsOper);
        if (words.Count > 1) shown = shown.Where(v => v.Name.Equals(words[1], StringComparison.OrdinalIgnoreCase));
        string[] texts = [.. shown.Select(v => $"{v.Name} {v.Takes}".TrimEnd() + $": {v.Says}")];
        if (texts.Length == 0) texts = ["There is no such command; HELP lists them"];
        return Decision.Reply(texts.Select(text => Notice(net, by, text)));
    }
}

/// <summary>A command of NickServ: its parameters, what it does, and its handler, which gets all words.</summary>
sealed record NickServVerb(
    string Name, string Takes, string Says, Func<Network, Caller, IReadOnlyList<string>, Decision> Handle)
{
    /// <summary>What has to be proved or hidden of a line, whose parameters are words; null: nothing.</summary>
    public Secret? Secret { get; init; }
    /// <summary>Others are not told of it.</summary>
    public bool IsForOpers { get; init; }
}
