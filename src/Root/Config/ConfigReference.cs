using System.Text;

namespace IrcNats.Root.Config;

/// <summary>docs/configuration.md, written from the table of keys.</summary>
public static class ConfigReference
{
    private const string Top = """
        # Configuration

        One YAML file configures a network. Only roots read it: `ircnats-root --config FILE`. Leaves learn what they
        need from the log. [deploy/ircnats.yaml](../deploy/ircnats.yaml) has every key with a comment.

        - Key names are Ergo's wherever the concept is Ergo's.
        - Durations are written `90s`, `2m30s`, `1.5h` (units ms, s, m, h, d, w, mo of 30 days, y of 365 days).
        - Sizes are written `512`, `96k`, `1m` (k is 1024). A list key with nothing behind it is an empty list.
        - `ircnats-root checkconfig FILE` checks a file. Everything wrong with it is listed as `file:line: key: what`,
          and the exit code is 2. An unknown key is an error.
        - `kill -HUP` makes a root read its file again. A bad file is refused, with the same list in the log, and the
          old one stays in force. Give every root the same file: that of the active root holds.
        - Passwords stand here only as verifiers: `ircnats-root genpasswd` asks for one and prints its verifier.

        `ircnats-root configdoc` writes this page from the program's own table; a test compares the two.
        """;

    public static string Markdown()
    {
        StringBuilder text = new(Top);
        text.Append('\n');
        foreach (IGrouping<string, ConfigKey> group in ConfigKeys.All.GroupBy(k => k.Segments[0]))
        {
            text.Append($"\n## {group.Key}\n\n| key | value | default | meaning |\n|---|---|---|---|\n");
            foreach (ConfigKey key in group)
                text.Append($"| `{key.Path}` | {key.KindName} | {DefaultOf(key)} | {key.Meaning} |\n");
        }

        return text.ToString();
    }

    private static string DefaultOf(ConfigKey key) => key.Required ? "(required)" : key.Default ?? "none";
}
