using IrcNats.Hosting;

namespace IrcNats.Root.Verbs;

/// <summary>How a verb is called that has no table of options.</summary>
static class VerbUsage
{
    /// <summary>Shows it: on standard output to whoever asks, on standard error to whoever got it wrong.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(string usage, ReadOnlySpan<string> args)
    {
        bool isAsked = args is ["--help" or "-h"];
        (isAsked ? Console.Out : Console.Error).WriteLine(usage);
        return isAsked ? 0 : OptionTable.UsageError;
    }
}
