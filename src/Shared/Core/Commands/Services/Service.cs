using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// A service: commands behind a nick that nobody has. There is no program behind the nick.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
/// <param name="name">The nick: one of <see cref="AccountRules.Services"/>.</param>
sealed class Service(string name, params IEnumerable<ServiceVerb> verbs)
{
    private const string Unknown = "There is no such command; HELP lists them";

    private readonly ServiceVerb[] _verbs =
        [new("HELP", "[command]", "lists the commands, or explains one", (_, _, _) => Decision.Nothing), .. verbs];

    /// <summary>What a line with the service's command comes to.</summary>
    public Decision Handle(Network net, Caller by, Line line)
    {
        if (!net.Config.Accounts.Exist) return Numeric.ERR_UNKNOWNCOMMAND.For(by.Nick, line.Command);
        string[] words = Services.Words(line.Params);
        if (words.Length == 0) words = ["HELP"];
        if (Find(words[0]) is not { } verb) return Notice(net, by, Unknown);
        if (verb.IsForOpers && OperRules.Refusal(by.User, verb.Needs) is { } refusal) return refusal;
        return verb == _verbs[0] ? Help(net, by, words) : verb.Handle(net, by, words);
    }

    /// <summary>What of a line has to be proved or hidden. What is no command of ours may be a password that somebody
    /// mistyped the command of: nobody reads it.</summary>
    public LineSecret? SecretOf(NetworkConfig config, User by, Line line)
    {
        string[] words = Services.Words(line.Params);
        if (words.Length == 0) return null;
        Line known = line with { Params = words };
        return Find(words[0]) is not { } verb
            ? new LineSecret(Purpose.None, "", "", known with { Params = [LineSecret.Hidden] })
            : verb.Secret?.Invoke(config, by, known);
    }

    /// <summary>What the service says to the user, as they can answer it.</summary>
    public Line Notice(Network net, Caller by, string text) => Services.Notice(net.Config, name, by.Nick, text);

    /// <summary>How a command is written.</summary>
    public Decision Usage(Network net, Caller by, string verb) =>
        Notice(net, by, $"Write: {verb.ToUpperInvariant()} {Find(verb)!.Takes}");

    private ServiceVerb? Find(string word) =>
        _verbs.FirstOrDefault(v => v.Name.Equals(word, StringComparison.OrdinalIgnoreCase));

    private Decision Help(Network net, Caller by, string[] words)
    {
        IEnumerable<ServiceVerb> shown = _verbs.Where(v => !v.IsForOpers || by.User.IsOper);
        if (words.Length > 1) shown = shown.Where(v => v.Name.Equals(words[1], StringComparison.OrdinalIgnoreCase));
        string[] texts = [.. shown.Select(v => $"{v.Name} {v.Takes}".TrimEnd() + $": {v.Says}")];
        if (texts.Length == 0) texts = [Unknown];
        return Decision.Reply(texts.Select(text => Notice(net, by, text)));
    }
}

/// <summary>A command of a service: its parameters, what it does, and its handler, which gets all words.</summary>
sealed record ServiceVerb(
    string Name, string Takes, string Says, Func<Network, Caller, IReadOnlyList<string>, Decision> Handle)
{
    /// <summary>What has to be proved or hidden of a line, whose parameters are words; null: nothing.</summary>
    public Secret? Secret { get; init; }
    /// <summary>The capability that an operator must have for it; none: it is for everybody.</summary>
    public OperCapabilities Needs { get; init; }
    /// <summary>Others are not told of it.</summary>
    public bool IsForOpers => Needs != OperCapabilities.None;
}
