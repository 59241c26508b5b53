using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>
/// Notes what operators do, for all commands by one rule: whatever a command for operators changes is noted with its
/// author, and so are OPER, messages to everybody, and suspended accounts. GLOBOPS is talk among operators, and is not.
/// </summary>
public static class Auditing
{
    // Bytes of a target and of a text.
    private const int TargetLen = 100, TextLen = 300;

    /// <summary>The decision, with the note before its events if there is to be one.</summary>
    public static Decision Noted(Network net, Caller by, Line line, IrcCommandAttribute row, in Decision decision)
    {
        if (!IsAct(row, decision.Events)) return decision;
        OperActed note = Note(by, line, decision.Events);
        return Levels.Of(note) > net.Level ? decision : decision with { Events = [note, .. decision.Events] };
    }

    /// <summary>The same for a command of a service, of which others give most verbs, too: what an operator changed by
    /// it is noted, unless the channel is their own.</summary>
    public static Decision NotedOfService(Network net, Caller by, Line line, in Decision decision)
    {
        if (!OperRules.May(by.User, OperCapabilities.Channels) || decision.Events.Count == 0) return decision;
        string[] words = Services.Words(line.Params);
        if (words.Any(word => net.FindRegistration(word) is { } own && own.Founder == by.User.Account)) return decision;
        string channel = words.FirstOrDefault(word => word.StartsWith('#'), "");
        OperActed note = Note(by, "CHANSERV", channel, string.Join(' ', words));
        return decision with { Events = [note, .. decision.Events] };
    }

    /// <summary>What an operator did by a command that others give, too.</summary>
    public static OperActed Note(Caller by, string verb, string target, string text) => new(
        by.User.Hostmask, by.User.Oper?.Name ?? "", verb, Cut(target, TargetLen), Cut(text, TextLen));

    /// <summary>An order that came from a console.</summary>
    public static OperActed Note(string by, string verb, string target, string text) =>
        new(Cut(by, TargetLen), "", Cut(verb, TargetLen), Cut(target, TargetLen), Cut(text, TextLen));

    private static bool IsAct(IrcCommandAttribute row, IReadOnlyList<Event> events) =>
        events.Count > 0 && (row.OperOnly
            ? events[0] is not GlobopsSent
            : events.Any(e => e is OperGranted or MassMessage or AccountSuspended or AccountReinstated));

    private static OperActed Note(Caller by, Line line, IReadOnlyList<Event> events)
    {
        (string target, string text) = WhatOf(line, events);
        string oper = by.User.Oper?.Name ?? events.OfType<OperGranted>().FirstOrDefault()?.Oper.Name ?? "";
        string verb = events[0] is AccountSuspended or AccountReinstated ? "SUSPEND" : line.Command;
        return new OperActed(by.User.Hostmask, oper, verb, Cut(target, TargetLen), Cut(text, TextLen));
    }

    // A password may stand behind the target of OPER.
    private static (string Target, string Text) WhatOf(Line line, IReadOnlyList<Event> events) => events[0] switch
    {
        BanSet { Ban: var ban } => (ban.Target, TextOf(ban)),
        BanLifted lifted => (lifted.Target, ""),
        OperGranted granted => (granted.Oper.Name, ""),
        AccountSuspended suspended => (suspended.Name, suspended.Reason),
        AccountReinstated reinstated => (reinstated.Name, "not any more"),
        _ => (line.Params.FirstOrDefault(""), string.Join(' ', line.Params.Skip(1))),
    };

    private static string TextOf(NetworkBan ban)
    {
        string effect = ban.Effect switch
        {
            BanEffect.Exempts => "EXEMPT ",
            BanEffect.NeedsLogin => "REQUIRE-SASL ",
            _ => "",
        };
        return effect + (ban.Note is { } note ? $"{ban.Reason} | {note}" : ban.Reason);
    }

    private static string Cut(string text, int most) => Utf8Text.Truncate(text, most);
}
