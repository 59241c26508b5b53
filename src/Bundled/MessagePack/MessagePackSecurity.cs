using System.Runtime.CompilerServices;

namespace MessagePack;

/// <summary>How far the reader trusts its input.</summary>
public sealed class MessagePackSecurity
{
    private const int DefaultDepthMax = 500;

    private MessagePackSecurity(int maximumObjectGraphDepth) => MaximumObjectGraphDepth = maximumObjectGraphDepth;

    /// <summary>For input from a trusted source.</summary>
    public static MessagePackSecurity TrustedData { get; } = new(DefaultDepthMax);

    /// <summary>
    /// For input from anyone. The stand-in bounds all input alike; .NET itself hashes text with a random seed.
    /// </summary>
    public static MessagePackSecurity UntrustedData { get; } = new(DefaultDepthMax);

    /// <summary>How many objects and collections may be inside each other.</summary>
    public int MaximumObjectGraphDepth { get; }

    /// <summary>A copy with another <see cref="MaximumObjectGraphDepth"/>.</summary>
    public MessagePackSecurity WithMaximumObjectGraphDepth(int maximumObjectGraphDepth) =>
        new(maximumObjectGraphDepth);

    /// <summary>Counts one more level of nesting; throws when it is one too many.</summary>
    /// <exception cref="InsufficientExecutionStackException">The nesting is too deep.</exception>
    public void DepthStep(ref MessagePackReader reader)
    {
        int depth = ++reader.Depth;
        if (depth > MaximumObjectGraphDepth)
            throw new InsufficientExecutionStackException($"Nested deeper than {MaximumObjectGraphDepth} levels.");

        // Whatever depth is allowed, input must not end the process. Every 32 levels is often enough, and cheap.
        if ((depth & 31) == 0)
            RuntimeHelpers.EnsureSufficientExecutionStack();
    }
}
