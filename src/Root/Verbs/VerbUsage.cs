using IrcNats.Hosting;

namespace IrcNats.Root.Verbs;

/// <summary>The usage of a verb that has no table of options.</summary>
static class VerbUsage
{
    /// <summary>Shows it: on standard output if it was asked for, on standard error if the call was wrong.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(string usage, ReadOnlySpan<string> args)
    {
        bool isAsked = args is ["--help" or "-h"];
        (isAsked ? Console.Out : Console.Error).WriteLine(usage);
        return isAsked ? 0 : OptionTable.UsageError;
    }
}
