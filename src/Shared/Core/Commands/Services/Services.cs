using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What all services have in common: how they are addressed, and how they speak.</summary>
public static class Services
{
    /// <summary>The line as a command, if it is something said to a service (PRIVMSG); else the line.</summary>
    public static Line Addressed(NetworkConfig config, Line line) =>
        line is { Command: "PRIVMSG", Params: [var to, ..] } && config.Accounts.Exist
        && AccountRules.ServiceOf(config, to) is { } service
            ? line with { Command = service.ToUpperInvariant(), Params = Words(line.Params.Skip(1)) }
            : line;

    /// <summary>A service's hostmask.</summary>
    public static string HostmaskOf(NetworkConfig config, string service) =>
        $"{service}!{service}@{config.ServerName}";

    /// <summary>What a service says to somebody.</summary>
    public static Line Notice(NetworkConfig config, string service, string nick, string text) =>
        new(HostmaskOf(config, service), "NOTICE", nick, text) { Trailing = true };

    /// <summary>However a line was written: every word is one.</summary>
    public static string[] Words(IEnumerable<string> parameters) =>
        string.Join(' ', parameters).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
