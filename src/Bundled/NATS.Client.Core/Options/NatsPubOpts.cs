namespace NATS.Client.Core;

/// <summary>Options of one publish.</summary>
public record NatsPubOpts
{
    /// <summary>Complete only when the bytes were handed to the network.</summary>
    public bool? WaitUntilSent { get; init; }
}
