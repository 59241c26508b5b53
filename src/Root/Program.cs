using IrcNats.Root.Config;
using IrcNats.Root.Verbs;

namespace IrcNats.Root;

/// <summary>The program: a root, or one of its verbs. Each loads only what it needs; decode has to be quick.</summary>
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
        ["genpasswd"] => Task.FromResult(GenpasswdVerb.Run()),
        ["checkconfig", .. var rest] => Task.FromResult(CheckconfigVerb.Run(rest)),
        ["configdoc"] => Task.FromResult(PrintReference()),
        ["run", .. var rest] => RunVerb.RunAsync(rest),
        _ => RunVerb.RunAsync(args),
    };

    private static int PrintReference()
    {
        Console.Write(ConfigReference.Markdown());
        return 0;
    }
}
