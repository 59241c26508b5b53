using System.Reflection;

namespace IrcNats;

/// <summary>What this build is called.</summary>
public static class Software
{
    /// <summary>Semantic version, from the build's one Version property.</summary>
    public static string Number { get; } = typeof(Software).Assembly.GetName().Version!.ToString(3);

    /// <summary>As clients see it: 004, 351, INFO.</summary>
    public static string Version { get; } = $"ircnats-{Number}";
}
