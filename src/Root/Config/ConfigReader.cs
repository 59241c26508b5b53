using IrcNats.Commands;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>Reads a configuration file against the table of keys; finds everything wrong with it at once.</summary>
public sealed class ConfigReader
{
    private const int MostBytes = 1 << 20;
    private const string Named = "<name>";

    private readonly string _file;
    private readonly List<ConfigError> _errors = [];
    private readonly List<Found> _found = [];
    private readonly List<Block> _blocks = [];

    private ConfigReader(string file) => _file = file;

    /// <exception cref="ConfigException">The file cannot be used.</exception>
    public static LoadedConfig ReadFile(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                throw new ConfigException([new ConfigError(file, 1, "", $"is longer than {Size.Show(MostBytes)}")]);
            return Read(file, File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException([new ConfigError(file, 1, "", $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Reads the text of a file. Errors show its name; other files are looked for in its folder.</summary>
    /// <exception cref="ConfigException">The text cannot be used.</exception>
    public static LoadedConfig Read(string file, string text)
    {
        ConfigReader reader = new(file);
        if (reader.Parse(text) is { } root) reader.Walk(root, [], "", line: 1);
        LoadedConfig? config = reader.Finish();
        return reader._errors.Count == 0 && config is not null
            ? config
            : throw new ConfigException([.. reader._errors.OrderBy(e => e.Line)]);
    }

    private YamlMappingNode? Parse(string text)
    {
        try
        {
            YamlStream yaml = [];
            yaml.Load(new StringReader(text));
            if (yaml.Documents.Count > 1) Fault(yaml.Documents[1].RootNode, "", "a second document begins here");
            YamlNode root = yaml.Documents.Count == 0 ? new YamlMappingNode() : yaml.Documents[0].RootNode;
            return GroupOf(root, "");
        }
        catch (YamlException e)
        {
            Fault((int)e.Start.Line, "", $"not YAML: {(e.InnerException ?? e).Message}");
            return null;
        }
    }

    // Follows the table down: a key is read, a group is entered, and anything else is unknown.
    private void Walk(YamlMappingNode group, string[] path, string name, int line)
    {
        _blocks.Add(new Block(path, name, line));
        foreach ((YamlNode keyNode, YamlNode value) in group.Children)
        {
            string key = (keyNode as YamlScalarNode)?.Value ?? "";
            string shown = string.Join('.', [.. Shown(path, name), key]);
            ConfigKey? known = ConfigKeys.All.FirstOrDefault(k => Begins(k, path, key));
            if (known is null) Fault(keyNode, shown, "unknown key");
            else if (known.Segments.Length == path.Length + 1)
                _found.Add(new(known, known.Segments[^1] == Named ? key : name, shown, value, keyNode));
            else if (GroupOf(value, shown) is { } inner)
                Walk(
                    inner, known.Segments[..(path.Length + 1)], known.Segments[path.Length] == Named ? key : name,
                    LineOf(keyNode));
        }
    }

    private static bool Begins(ConfigKey known, string[] path, string key) =>
        known.Segments.Length > path.Length
        && known.Segments.AsSpan(0, path.Length).SequenceEqual(path)
        && (known.Segments[path.Length] == key || (known.Segments[path.Length] == Named && IsName(key)));

    private static bool IsName(string key) =>
        key.Length > 0 && !key.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private YamlMappingNode? GroupOf(YamlNode node, string shown)
    {
        if (node is YamlMappingNode group) return group;
        if (Kinds.IsNothing(node)) return new YamlMappingNode();
        Fault(node, shown, "a group of keys belongs here");
        return null;
    }

    private LoadedConfig? Finish()
    {
        foreach (ConfigKey key in ConfigKeys.All.Where(k => k.Required)) FindMissing(key);
        ConfigDraft draft = new();
        // Their order counts, whichever keys each of them has.
        foreach (string name in NamesIn(ClassKeys.Group))
            draft.ConnectionClasses.Add(new State.ConnectionClass { Name = name });
        string folder = Path.GetDirectoryName(Path.GetFullPath(_file)) ?? "";
        foreach (Found found in from key in ConfigKeys.All from f in _found where f.Key == key select f)
            Put(draft, found, folder);
        CheckTogether(draft);
        return _errors.Count == 0 ? draft.Finish() with { Notes = [.. OldVerifiers()] } : null;
    }

    private IEnumerable<ConfigError> OldVerifiers() =>
        from found in _found
        where found.Key is ConfigKey<Passwords.Verifier>
            && found.Value is YamlScalarNode { Value: { } text }
            && text.StartsWith(Passwords.Verifier.OldForm, StringComparison.Ordinal)
        select new ConfigError(
            _file, LineOf(found.At), found.Shown,
            "is a verifier of the old form; it works, and 'ircnats-root genpasswd' makes one of the new");

    private void FindMissing(ConfigKey key)
    {
        string[] group = key.Segments[..^1];
        if (!group.Contains(Named))
        {
            if (_found.All(f => f.Key != key)) Fault(LineOf(group), key.Path, "is missing");
            return;
        }

        foreach (Block block in _blocks.Where(b => b.Path.SequenceEqual(group)))
            if (_found.All(f => f.Key != key || f.Name != block.Name))
                Fault(block.Line, string.Join('.', Shown(key.Segments, block.Name)), "is missing");
    }

    private void Put(ConfigDraft draft, Found found, string folder)
    {
        try
        {
            found.Key.Put(draft, found.Name, found.Value, folder);
        }
        catch (FormatException wrong)
        {
            Fault(found.At, found.Shown, wrong.Message);
        }
    }

    private void CheckCloaks(ConfigDraft draft)
    {
        if (draft.Public.Transport.Cloaks.Enabled && draft.CloakSecret is null)
            FaultAt("server.ip-cloaking.secret", "is missing, and ip-cloaking is enabled");
        if (draft.CloakSecret is { } secret && draft.EarlierCloakSecrets.Contains(secret))
            FaultAt("server.ip-cloaking.previous-secrets", "has the secret of now in it");
    }

    private void CheckTogether(ConfigDraft draft)
    {
        if (draft.Public.Session.PingAfter >= draft.Public.Session.DisconnectAfter)
            FaultAt("server.idle-timeouts.disconnect", "must be longer than server.idle-timeouts.ping");
        CheckCloaks(draft);
        if (draft.Public.Datastore.Cassandra is { Enabled: true, ContactPoints.Count: 0 })
            FaultAt("datastore.cassandra.contact-points", "is missing, and cassandra is enabled");
        if (draft.Public.Accounts.Registration && draft.Secret is null)
            FaultAt("accounts.registration.enabled", "needs network.secret-file, under which passwords are sealed");
        foreach ((string name, (State.GatewayConfig gateway, Passwords.Verifier? password)) in draft.Gateways)
            if (gateway.Certfp is null && password is null)
                Fault(LineOfBlock("webirc", name), $"webirc.{name}", "needs a password or a certfp");
        foreach ((string key, string fault) in EmailKeys.Faults(draft)
            .Concat(OutsideKeys.Faults(draft)).Concat(OrderKeys.Faults(draft)).Concat(PushKeys.Faults(draft)))
            FaultAt(key, fault);
        foreach ((string name, string fault) in ClassKeys.Faults(draft.ConnectionClasses))
            Fault(LineOfBlock(ClassKeys.Group, name), $"{ClassKeys.Group}.{name}", fault);
        CheckNames();
        CheckOpers(draft);
    }

    private void CheckOpers(ConfigDraft draft)
    {
        foreach (Found found in _found.Where(f => f.Key.Path == "opers.<name>.class"))
            if (draft.Oper(found.Name).Class is { } named && !draft.Classes.Has(named))
                Fault(found.At, found.Shown, $"'{named}' is not one of oper-classes");
        foreach (Found found in _found.Where(f => f.Key.Path == "oper-classes.<name>.extends"))
            if (draft.Classes.Fault(found.Name) is { } wrong) Fault(found.At, found.Shown, wrong);
        foreach (Block block in _blocks.Where(b => b.Path is ["opers", Named]))
            if (draft.Oper(block.Name).Fault is { } wrong && !_errors.Any(e => IsIn(e, $"opers.{block.Name}")))
                Fault(block.Line, $"opers.{block.Name}", wrong);
    }

    private static bool IsIn(ConfigError error, string group) =>
        error.Key.StartsWith(group + ".", StringComparison.Ordinal);

    // Checks the names of ISUPPORT tokens and of command aliases: they must be well-formed, and not taken.
    private void CheckNames()
    {
        foreach (Found found in _found.Where(f => f.Key.Path == "server.additional-isupport.<name>"))
            if (!found.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-') || found.Name.Length > 40)
                Fault(found.At, found.Shown, "a token's name has letters, digits, '/', '.' and '-'");
            else if (Isupport.Tokens(new State.NetworkConfig()).Any(token => token.Split('=')[0] == found.Name))
                Fault(found.At, found.Shown, "the server has this token already");
        foreach (Found found in _found.Where(IsBudgetOfNothing)) Fault(found.At, found.Shown, "is no command");
        CheckAliases();
    }

    private void CheckAliases()
    {
        foreach (Found found in _found.Where(f => f.Key.Path == "server.command-aliases.<name>"))
            if (!found.Name.All(char.IsAsciiLetter) || found.Name.Length > 32)
                Fault(found.At, found.Shown, "a command's name has letters only");
            else if (CommandTable.All.ContainsKey(found.Name.ToUpperInvariant()))
                Fault(found.At, found.Shown, "is a command already");
            else if (found.Value is YamlScalarNode { Value: { } command }
                && !CommandTable.All.ContainsKey(command.ToUpperInvariant()))
                Fault(found.At, found.Shown, $"'{command}' is no command");
    }

    private static bool IsBudgetOfNothing(Found found) =>
        found.Key.Path == OrderKeys.Budgets && !CommandTable.All.ContainsKey(found.Name.ToUpperInvariant());

    private static IEnumerable<string> Shown(string[] path, string name) => path.Select(s => s == Named ? name : s);

    private void FaultAt(string key, string what)
    {
        Found? found = _found.FirstOrDefault(f => f.Key.Path == key);
        Fault(found is null ? LineOf(key.Split('.')[..^1]) : LineOf(found.At), key, what);
    }

    private void Fault(YamlNode at, string key, string what) => Fault(LineOf(at), key, what);

    private void Fault(int line, string key, string what) => _errors.Add(new ConfigError(_file, line, key, what));

    private IEnumerable<string> NamesIn(string above) =>
        _blocks.Where(b => b.Path.SequenceEqual([above, Named])).Select(b => b.Name);

    private int LineOfBlock(string group, string name) =>
        _blocks.FirstOrDefault(b => b.Path.Length == 2 && b.Path[0] == group && b.Name == name)?.Line ?? 1;

    private int LineOf(string[] path) => _blocks.FirstOrDefault(b => b.Path.SequenceEqual(path))?.Line ?? 1;

    private static int LineOf(YamlNode node) => Math.Max(1, (int)node.Start.Line);

    private sealed record Found(ConfigKey Key, string Name, string Shown, YamlNode Value, YamlNode At);

    private sealed record Block(string[] Path, string Name, int Line);
}
