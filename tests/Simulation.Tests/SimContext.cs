namespace IrcNats.Simulation.Tests;

/// <summary>
/// Where the code of a simulated process continues after it has waited: in that process, in turn, at the same virtual
/// time; never in a thread of its own.
/// </summary>
sealed class SimContext(SimNode node) : SynchronizationContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("A simulated process ran in a second thread.");
        node.GoOn(() => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);
}
