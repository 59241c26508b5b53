using IrcNats.Root.Verbs;

namespace IrcNats.Root;

/// <summary>
/// The program: a root, or one of its verbs. Each loads only what it needs, because decode has to start quickly.
/// </summary>
static class Program
{
    static Task<int> Main(string[] args) => args switch
    {
        ["decode", .. var rest] => Task.FromResult(DecodeVerb.Run(rest)),
        ["trace", .. var rest] => TraceVerb.RunAsync(rest),
        ["status", .. var rest] => ConsoleVerbs.StatusAsync(rest),
        ["handover", .. var rest] => ConsoleVerbs.HandoverAsync(rest),
        ["takeover", .. var rest] => ConsoleVerbs.TakeoverAsync(rest),
        ["drain", .. var rest] => ConsoleVerbs.DrainAsync(rest),
        ["audit", .. var rest] => ConsoleVerbs.AuditAsync(rest),
        ["export", .. var rest] => MoveVerbs.ExportAsync(rest),
        ["import", .. var rest] => MoveVerbs.ImportAsync(rest),
        ["importdb", .. var rest] => ImportdbVerb.RunAsync(rest),
        ["history", .. var rest] => HistoryVerbs.RunAsync(rest),
        ["genkey", .. var rest] => Task.FromResult(KeyVerbs.Genkey(rest)),
        ["sign", .. var rest] => Task.FromResult(KeyVerbs.Sign(rest)),
        ["genpasswd", .. var rest] => Task.FromResult(GenpasswdVerb.Run(rest)),
        ["checkconfig", .. var rest] => Task.FromResult(CheckconfigVerb.Run(rest)),
        ["configdoc", .. var rest] => Task.FromResult(ConfigdocVerb.Run(rest)),
        ["run", .. var rest] => RunVerb.RunAsync(rest),
        _ => RunVerb.RunAsync(args),
    };
}
