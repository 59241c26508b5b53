namespace IrcNats.State;

/// <summary>What changes the network when it is applied: the state's view of an event.</summary>
public interface IChange
{
    void ApplyTo(INetworkEditor edit);
}
