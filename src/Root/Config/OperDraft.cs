using IrcNats.Root.Passwords;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>An oper block while it is being read.</summary>
sealed class OperDraft
{
    public Verifier? Password { get; set; }
    public string? Certfp { get; set; }
    public OperKey? Key { get; set; }
    public bool IsAutomatic { get; set; }
    public bool IsHidden { get; set; }
    public string? WhoisLine { get; set; }
    public string? Class { get; set; }
    public string? Host { get; set; }
    public OperModes Modes { get; set; }

    /// <summary>What is wrong with the keys of the block taken together; null: nothing.</summary>
    public string? Fault => this switch
    {
        { Password: null, Certfp: null, Key: null } => "needs a password, a public-key or a certfp",
        { IsAutomatic: true, Certfp: null } => "auto needs a certfp",
        { IsAutomatic: true, Password: not null } => "auto goes by the certificate alone: it excludes a password",
        { IsAutomatic: true, Key: not null } => "auto goes by the certificate alone: it excludes a public-key",
        _ => null,
    };

    public OperBlock Block(string name, OperClasses classes) => new(
        new Oper(name, LineOf(classes))
        {
            Host = IsHidden ? null : Host, IsHidden = IsHidden,
            Capabilities = Class is null ? null : classes.CapabilitiesOf(Class), Modes = Modes.Modes,
            Notices = Modes.Notices,
        }, Password)
    {
        Certfp = Certfp, Key = Key, IsAutomatic = IsAutomatic,
    };

    private string LineOf(OperClasses classes)
    {
        if (WhoisLine is { } line) return line;
        if (Class is null) return "is a server operator";
        string title = classes.Of(Class).Title;
        return $"is {("AEIOUaeiou".Contains(title[0], StringComparison.Ordinal) ? "an" : "a")} {title}";
    }
}
